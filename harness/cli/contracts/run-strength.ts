import { readKernelBtf } from '../../../dataset-builder/contracts/kernel/vmlinux-btf.ts';
import { guestKernel } from '../../../dataset-builder/contracts/kernel/guest-kernel.ts';
import { signatureOf } from '../../../dataset-builder/contracts/check/check-contracts.ts';
import { behaviourMutants, isNoticed } from '../../../dataset-builder/contracts/strength/contract-mutants.ts';
import { parseBtf } from '../../../ken/verifier/btf/parse-btf.ts';
import { openChosenContracts } from './contract-folder.ts';

/** `ken contracts strength`: which share of faults would the clauses of each function notice? */
export async function runStrength(options: { contracts?: string; every: string; json?: boolean }): Promise<void> {
  const store = await openChosenContracts(options.contracts);
  const types = parseBtf(await readKernelBtf((await guestKernel()).vmlinuz));
  const counts: Record<string, { mutants: number; noticed: number }> = {};
  let functions = 0;
  for (const [index, name] of [...store.names()].entries()) {
    if (index % Number(options.every) !== 0) continue;
    const contract = store.find(name);
    const signature =
      contract && contract.clauses.length > 0 ? signatureOf(types, name, contract.prototype.btfId) : null;
    if (!contract || !signature) continue;
    functions++;
    for (const mutant of behaviourMutants(contract, signature, types)) {
      const count = (counts[mutant.kind] ??= { mutants: 0, noticed: 0 });
      count.mutants++;
      if (isNoticed(mutant, contract, signature, types)) count.noticed++;
    }
  }
  if (options.json) console.log(JSON.stringify({ functions, ...counts }));
  else {
    console.log(`${functions} functions with clauses`);
    for (const [kind, { mutants, noticed }] of Object.entries(counts)) {
      console.log(
        `  ${kind.padEnd(16)} ${noticed} of ${mutants} noticed (${((100 * noticed) / mutants).toFixed(1)} %)`,
      );
    }
  }
}
