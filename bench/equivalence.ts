/**
 * The equivalence judge on pairs of programs whose answer is known.
 *
 * `npx tsx bench/equivalence.ts mutants [TOOL...]`: mutants of the bpftrace tools of the guest's package against the tool.
 * Those that are called equivalent are for a person to judge. PER_TOOL=8 mutants each.
 * `npx tsx bench/equivalence.ts rewrites [NAME...]`: pairs of programs that mean the same.
 * RECORD=FILE keeps one line of JSON for each pair and does not compare what is in it again.
 */
import { openGuestPool } from '../ken/kernel/guest/pool.ts';
import { rewritePairs } from '../ken/verifier/equivalence/rewrites/rewrite-pairs.ts';
import { openVerifier } from '../ken/verifier/open-verifier.ts';
import { PairMeter, pairFigures } from './verifier/measured-pairs.ts';
import { tools } from './verifier/programs.ts';

const [mode, ...names] = process.argv.slice(2);
if (mode !== 'mutants' && mode !== 'rewrites') throw new Error('say mutants or rewrites');
const pool = await openGuestPool({ size: 1 });
const verifier = openVerifier(pool);
const meter = new PairMeter(verifier, process.env['RECORD'], (line) => console.log(line));
const isWanted = (name: string): boolean => names.length === 0 || names.some((each) => name.includes(each));
try {
  if (mode === 'mutants') {
    for (const tool of await tools(pool.identity.tools))
      if (isWanted(tool.name)) await meter.compareMutants(tool, Number(process.env['PER_TOOL'] ?? 8));
  } else {
    for (const { name, left, right } of await rewritePairs())
      if (isWanted(name)) await meter.compare(name, 'rewrite', left, right);
  }
} finally {
  await verifier.close();
  await pool.close();
}
for (const line of pairFigures(meter.measured)) console.log(line);
