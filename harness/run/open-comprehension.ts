import { modelComprehension } from '../../ken/comprehension/annotate-with-model.ts';
import { directComprehension } from '../../ken/comprehension/annotate-directly.ts';
import { guardAnnotations, type GuardReport } from '../../ken/comprehension/annotation-guard.ts';
import type { Comprehension } from '../../ken/comprehension/comprehension.ts';
import { contractSentences } from '../../ken/comprehension/contract-sentences.ts';
import type { GuestPool } from '../../ken/kernel/guest/job.ts';
import type { Model } from '../../ken/models/model.ts';
import type { Program } from '../../ken/program.ts';
import { createPrompter } from '../../ken/prompter/create-prompter.ts';
import type { ContractStore } from '../../ken/verifier/contracts/contract-store.ts';
import { openVerifier } from '../../ken/verifier/open-verifier.ts';
import { makeContracts } from '../plan/contracts-of-kernel.ts';

export interface OpenComprehension {
  verifier: ReturnType<typeof openVerifier>;
  contracts: ContractStore;
  /** The Comprehension Engine of one way to annotate. `direct` asks no model. */
  comprehension: (kind: 'llm' | 'direct', model: Model) => Comprehension;
}

/** Opens the verifier and the contracts of the guest's kernel, which are built when they are not there yet. */
export async function openComprehension(pool: GuestPool, progress: (text: string) => void): Promise<OpenComprehension> {
  const contracts = await makeContracts(pool.identity.kernel, progress);
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
