import { modelComprehension } from '../../ken/comprehension/annotate-with-model.ts';
import { directComprehension } from '../../ken/comprehension/annotate-directly.ts';
import { guardAnnotations, type GuardReport } from '../../ken/comprehension/annotation-guard.ts';
import type { Comprehension } from '../../ken/comprehension/comprehension.ts';
import { contractFolder } from '../../ken/comprehension/contract-folder.ts';
import { contractSentences } from '../../ken/comprehension/contract-sentences.ts';
import { KenError } from '../../ken/errors.ts';
import type { GuestPool } from '../../ken/kernel/guest/job.ts';
import type { Model } from '../../ken/models/model.ts';
import type { Program } from '../../ken/program.ts';
import { createPrompter } from '../../ken/prompter/create-prompter.ts';
import { type ContractStore, openContracts } from '../../ken/verifier/contracts/contract-store.ts';
import { openVerifier } from '../../ken/verifier/open-verifier.ts';
import { buildSet } from '../cli/contracts/run-build.ts';

export interface OpenComprehension {
  verifier: ReturnType<typeof openVerifier>;
  contracts: ContractStore;
  /** The Comprehension Engine of one way to annotate. `direct` asks no model. */
  comprehension: (kind: 'llm' | 'direct', model: Model) => Comprehension;
}

/** Opens the verifier and the contracts of the guest's kernel, which are built when they are not there yet. */
export async function openComprehension(pool: GuestPool, progress: (text: string) => void): Promise<OpenComprehension> {
  const contracts = await contractsOf(pool.identity.kernel, progress);
  const verifier = openVerifier(pool);
  const prompter = createPrompter(pool.identity);
  const guard = async (annotated: Program, request: string): Promise<GuardReport> => {
    const [solver, types] = await Promise.all([verifier.solver, verifier.kernelTypes()]);
    return guardAnnotations(annotated, request, { solver, types, contracts });
  };
  return {
    verifier,
    contracts,
    comprehension: (kind, model) =>
      kind === 'direct'
        ? directComprehension({ verifier, contracts })
        : modelComprehension({
            model,
            prompter,
            verifier,
            contractsFor: (candidate) => Promise.resolve(contractSentences(candidate, contracts)),
            guard,
          }),
  };
}

async function contractsOf(kernel: string, progress: (text: string) => void): Promise<ContractStore> {
  const known = await openContracts(contractFolder(kernel));
  if (known) return known;
  progress(`building the contracts of ${kernel} once, from its source`);
  const { folder } = await buildSet({ progress });
  const built = await openContracts(folder);
  if (built) return built;
  throw new KenError('internal', `the contracts of ${kernel} were built and cannot be read`);
}
