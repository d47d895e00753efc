import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { KenError, quote } from '../../../ken/errors.ts';
import { guestKernel } from '../../../dataset-builder/contracts/kernel/guest-kernel.ts';
import { readModuleBtf } from '../../../dataset-builder/contracts/kernel/module-btf.ts';
import { readKernelBtf } from '../../../dataset-builder/contracts/kernel/vmlinux-btf.ts';
import {
  type CheckReport,
  checkContract,
  newReport,
} from '../../../dataset-builder/contracts/check/check-contracts.ts';
import type { TypeTable } from '../../../ken/verifier/btf/type-table.ts';
import { parseBtf } from '../../../ken/verifier/btf/parse-btf.ts';
import { ClauseGate } from '../../../ken/verifier/contracts/clause-gate.ts';
import { contractSchema } from '../../../ken/verifier/contracts/contract.ts';
import { openSolver } from '../../../ken/verifier/solver/open-solver.ts';
import { openChosenContracts } from './contract-folder.ts';

/** `ken contracts check [FILE]`. True when every clause passes. */
export async function runCheck(
  file: string | undefined,
  options: { contracts?: string; json?: boolean },
): Promise<boolean> {
  const { vmlinuz, tree } = await guestKernel();
  const kernel = parseBtf(await readKernelBtf(vmlinuz));
  const modules = await readModuleBtf(tree, kernel);
  const solver = await openSolver();
  const report = newReport();
  try {
    const gateOf = (types: TypeTable) => ({ types, gate: new ClauseGate({ solver, types }) });
    const ofKernel = gateOf(kernel);
    const ofModules = new Map(modules.map(({ name, types }) => [name, gateOf(types)]));
    for await (const value of file === undefined ? fromStore(options.contracts) : fromFile(file)) {
      const parsed = contractSchema.safeParse(value);
      if (parsed.success) {
        const { gate, types } = ofModules.get(parsed.data.module ?? '') ?? ofKernel;
        await checkContract(parsed.data, gate, types, report);
      } else report.invalid.push(`${quote(value)}: ${parsed.error.issues[0]?.message ?? ''}`);
    }
  } finally {
    await solver.close();
  }
  console.log(options.json ? JSON.stringify(report) : reportText(report));
  return report.invalid.length === 0 && report.failed.length === 0;
}

async function* fromStore(folder: string | undefined): AsyncGenerator {
  const store = await openChosenContracts(folder);
  for (const name of store.names()) yield store.find(name);
}

async function* fromFile(file: string): AsyncGenerator {
  const stream = createReadStream(file);
  await new Promise((resolve, reject) => stream.once('open', resolve).once('error', reject)).catch((cause: unknown) => {
    throw new KenError('usage', `the contract file ${quote(file)} cannot be read`, { cause });
  });
  let line = 0;
  for await (const text of createInterface({ input: stream, crlfDelay: Infinity })) {
    line++;
    if (text.trim() === '') continue;
    try {
      yield JSON.parse(text) as unknown;
    } catch (cause) {
      throw new KenError('config', `line ${line} of ${quote(file)} is not JSON`, { cause });
    }
  }
}

function reportText({ contracts, clauses, passed, unknown, failed, invalid }: CheckReport): string {
  return [
    `${contracts} contracts, ${clauses} clauses: ${passed} pass, ${failed.length} fail, ${unknown} of functions that this kernel does not have`,
    ...failed.slice(0, 50).map(({ name, text, reason, detail }) => `  ${name}: ${text}: ${reason}, ${detail}`),
    ...invalid.slice(0, 50).map((message) => `  invalid entry: ${message}`),
  ].join('\n');
}
