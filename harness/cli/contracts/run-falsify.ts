import { writeFile } from 'node:fs/promises';
import { falsify } from '../../../dataset-builder/contracts/falsify/falsify.ts';
import { type Watched, watchedValues } from '../../../dataset-builder/contracts/falsify/observation-plan.ts';
import { markOutcomes } from '../../../dataset-builder/contracts/falsify/mark-outcomes.ts';
import { signatureOf } from '../../../dataset-builder/contracts/check/check-contracts.ts';
import { openGuestPool } from '../../../ken/kernel/guest/pool.ts';
import { readFile } from 'node:fs/promises';
import { parseBtf } from '../../../ken/verifier/btf/parse-btf.ts';
import { openChosenContracts } from './contract-folder.ts';

export interface FalsifyOptions {
  contracts?: string;
  functions?: string;
  batch: string;
  most?: string;
  skip?: string;
  output?: string;
  json?: boolean;
}

/** `ken contracts falsify`. True when no clause was violated. */
export async function runFalsify(options: FalsifyOptions): Promise<boolean> {
  const store = await openChosenContracts(options.contracts);
  const progress = (message: string): void => console.error(`contracts: ${message}`);
  const pool = await openGuestPool({ size: 1, progress });
  try {
    const types = parseBtf(await readFile(pool.identity.vmlinuxBtf));
    const pattern = options.functions === undefined ? null : new RegExp(options.functions);
    const all: Watched[] = [];
    for (const name of store.names()) {
      if (pattern && !pattern.test(name)) continue;
      const contract = store.find(name);
      const signature = contract?.kind === 'function' ? signatureOf(types, name, contract.prototype.btfId) : null;
      if (contract && signature) all.push(...watchedValues(contract, signature, types));
    }
    const start = Number(options.skip ?? 0);
    const chosen = all.slice(start, options.most === undefined ? undefined : start + Number(options.most));
    const report = await falsify(chosen, pool, { batch: Number(options.batch), progress });
    const violated = report.outcomes.filter(({ witness }) => witness !== null);
    if (options.output !== undefined) await writeFile(options.output, `${JSON.stringify(report)}\n`);
    else await markOutcomes(store, report.outcomes);
    if (options.json) console.log(JSON.stringify({ ...report, outcomes: undefined, violated }));
    else {
      console.log(
        `${report.probes} of ${all.length} values watched, ${report.armed} probes armed, ${report.exercised} exercised in ${report.functions} functions, ${report.observations} observations`,
      );
      console.log(`${report.outcomes.length} clauses were checked, ${violated.length} violated`);
      for (const { function: name, text, witness } of violated) console.log(`  ${name}: ${text}: ${witness ?? ''}`);
      for (const fault of report.faults.slice(0, 20)) console.log(`  fault: ${fault}`);
    }
    return violated.length === 0;
  } finally {
    await pool.close();
  }
}
