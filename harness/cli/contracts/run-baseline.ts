import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { judgeReleased } from '../../../dataset-builder/contracts/baseline/judge-released.ts';
import { readReleased } from '../../../dataset-builder/contracts/baseline/released-specs.ts';
import { guestKernel } from '../../../dataset-builder/contracts/kernel/guest-kernel.ts';
import { readKernelBtf } from '../../../dataset-builder/contracts/kernel/vmlinux-btf.ts';
import { KenError, quote } from '../../../ken/errors.ts';
import { parseBtf } from '../../../ken/verifier/btf/parse-btf.ts';
import { ClauseGate } from '../../../ken/verifier/contracts/clause-gate.ts';
import { openSolver } from '../../../ken/verifier/solver/open-solver.ts';

/** `ken contracts baseline FOLDER`: the paper authors' released specifications through our gate. */
export async function runBaseline(folder: string, options: { json?: boolean }): Promise<void> {
  const types = parseBtf(await readKernelBtf((await guestKernel()).vmlinuz));
  const solver = await openSolver();
  try {
    const gate = new ClauseGate({ solver, types });
    for (const name of ['kprobe_spec.json', 'helper_spec.json']) {
      const file = path.join(folder, name);
      const text = await readFile(file, 'utf8').catch((cause: unknown) => {
        throw new KenError('usage', `${quote(file)} cannot be read`, {
          cause,
          hint: 'Give the folder dataset/spec of the released data.',
        });
      });
      const report = await judgeReleased(readReleased(text), gate, types, name.startsWith('helper'));
      if (options.json) console.log(JSON.stringify({ file: name, validJson: isJson(text), ...report }));
      else {
        const {
          entries,
          functions,
          unknownFunctions,
          conditions,
          judged,
          accepted,
          telling,
          rejected,
          functionsWithClause,
        } = report;
        console.log(
          `${name}: ${isJson(text) ? 'valid' : 'NOT valid'} JSON, ${entries} entries, ${functions} functions (${unknownFunctions} entries of functions that this kernel lacks)`,
        );
        console.log(
          `  ${conditions} conditions, ${judged} of known functions: ${accepted} pass the gate (${telling} say more than "not NULL"), ${functionsWithClause} functions keep a clause`,
        );
        for (const [reason, count] of Object.entries(rejected)) console.log(`  rejected, ${reason}: ${count}`);
      }
    }
  } finally {
    await solver.close();
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
