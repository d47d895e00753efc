import { openCheckout, readCheckout } from '../../upstream/checkout.ts';
import { contractsOfHook, hooksOf } from '../../../ken/comprehension/find-contracts.ts';
import type { ContractStore } from '../../../ken/verifier/contracts/contract-store.ts';
import { openChosenContracts } from './contract-folder.ts';

interface Coverage {
  programs: number;
  hooks: number;
  /** Hooks in the kernel; the others (BEGIN, intervals, user space) have no contract. */
  kernelHooks: number;
  withEntry: number;
  withClause: number;
  without: string[];
}

/** `ken contracts coverage CHECKOUT`: the hooks of the released programs, how many have an entry, how many a clause. */
export async function runCoverage(directory: string, options: { contracts?: string; json?: boolean }): Promise<void> {
  const store = await openChosenContracts(options.contracts);
  const hooks = new Map<string, ReturnType<typeof hooksOf>[number]>();
  let programs = 0;
  for await (const file of readCheckout(await openCheckout(directory))) {
    for (const { program } of file.answers) {
      programs++;
      for (const hook of hooksOf(program)) hooks.set(hook.text, hook);
    }
  }
  const coverage = coverageOf(programs, [...hooks.values()], store);
  if (options.json) console.log(JSON.stringify(coverage));
  else {
    const { kernelHooks, withEntry, withClause, without } = coverage;
    const share = (part: number): string => `${part} (${((100 * part) / Math.max(1, kernelHooks)).toFixed(1)} %)`;
    console.log(`${programs} programs, ${coverage.hooks} different hooks, ${kernelHooks} of them in the kernel`);
    console.log(`with an entry: ${share(withEntry)}; with a clause: ${share(withClause)}`);
    console.log(`without an entry: ${without.join(', ')}`);
  }
}

function coverageOf(
  programs: number,
  hooks: readonly ReturnType<typeof hooksOf>[number][],
  store: ContractStore,
): Coverage {
  const inKernel = hooks.filter(({ kind }) => kind !== 'other');
  const without: string[] = [];
  let withClause = 0;
  for (const hook of inKernel) {
    const found = contractsOfHook(hook, store);
    if (found.length === 0) without.push(hook.text);
    if (found.some(({ contract }) => contract.clauses.length > 0)) withClause++;
  }
  return {
    programs,
    hooks: hooks.length,
    kernelHooks: inKernel.length,
    withEntry: inKernel.length - without.length,
    withClause,
    without,
  };
}
