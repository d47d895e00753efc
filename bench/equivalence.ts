/**
 * The equivalence judge on pairs of programs whose answer is known.
 *
 * `npx tsx bench/equivalence.ts mutants [TOOL...]`: mutants of the bpftrace tools of the guest's package against the tool.
 * A mutant that is called equivalent is printed in full: a person decides whether it really is. PER_TOOL=8 mutants each.
 * `npx tsx bench/equivalence.ts rewrites [NAME...]`: pairs of programs that mean the same.
 * JSON=FILE also writes one line of JSON for each pair.
 */
import { appendFile, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { openGuestPool } from '../ken/kernel/guest/pool.ts';
import type { Program } from '../ken/program.ts';
import { compareTexts, type TextComparison } from '../ken/verifier/equivalence/compare-texts.ts';
import { rewritePairs } from '../ken/verifier/equivalence/rewrites/rewrite-pairs.ts';
import { openVerifier } from '../ken/verifier/open-verifier.ts';
import { mutate } from '../ken/verifier/strength/mutate.ts';
import { spread } from './bench.ts';

interface Measured {
  name: string;
  what: string;
  result: TextComparison['result'] | 'does not compile';
  reason: string;
  /** Without compiling. */
  seconds: number;
  difference: TextComparison['difference'];
}

const [mode, ...names] = process.argv.slice(2);
const pool = await openGuestPool({ size: 1 });
const verifier = openVerifier(pool);
const measured: Measured[] = [];
try {
  if (mode === 'mutants') for (const file of await tools()) await measureTool(file);
  else if (mode === 'rewrites') for (const pair of await rewritePairs()) await measureRewrite(pair);
  else throw new Error('say mutants or rewrites');
} finally {
  await verifier.close();
  await pool.close();
}
summarise();

async function tools(): Promise<string[]> {
  const { tools: folder } = pool.identity;
  const all = (await readdir(folder)).filter((name) => name.endsWith('.bt')).sort();
  return all.filter((name) => names.length === 0 || names.includes(name)).map((name) => path.join(folder, name));
}

async function measureTool(file: string): Promise<void> {
  const program: Program = { framework: 'bpftrace', text: await readFile(file, 'utf8') };
  const name = path.basename(file);
  if ((await verifier.compiler.compile(program)).status !== 'compiled') {
    console.log(`${name}: the tool itself does not compile`);
    return;
  }
  await enter(name, 'itself', program, program);
  const most = Number(process.env['PER_TOOL'] ?? 8);
  for (const mutant of mutate(program, { most, kernelTypes: await verifier.kernelTypes() })) {
    const changed = { ...program, text: mutant.text };
    const what = `${mutant.kind} in line ${mutant.line}: ${mutant.description}`;
    await enter(name, what, program, changed);
  }
}

async function measureRewrite({ name, left, right }: { name: string; left: Program; right: Program }): Promise<void> {
  if (names.length === 0 || names.some((each) => name.includes(each))) await enter(name, 'rewrite', left, right);
}

async function enter(name: string, what: string, left: Program, right: Program): Promise<void> {
  const { result, reason, seconds, difference } = await compareTexts(left, right, verifier);
  const broken = reason.includes('does not compile');
  const line: Measured = { name, what, result: broken ? 'does not compile' : result, reason, seconds, difference };
  measured.push(line);
  console.log(
    `${name}: ${line.result}, ${seconds.toFixed(2)} s: ${what}${result === 'different' ? '' : `: ${reason}`}`,
  );
  if (process.env['JSON']) await appendFile(process.env['JSON'], `${JSON.stringify(line)}\n`);
}

function summarise(): void {
  const compiled = measured.filter(({ result, what }) => result !== 'does not compile' && what !== 'itself');
  const counts = new Map<string, number>();
  for (const { result } of measured.filter(({ what }) => what !== 'itself'))
    counts.set(result, (counts.get(result) ?? 0) + 1);
  console.log([...counts].map(([result, count]) => `${count} ${result}`).join(', '));
  console.log(`seconds each: ${spread(compiled.map(({ seconds }) => seconds))}`);
  const same = measured.filter(({ what }) => what === 'itself');
  const unequal = same.filter(({ result }) => result !== 'equivalent').map(({ name }) => name);
  if (same.length > 0)
    console.log(
      `${same.length - unequal.length} of ${same.length} tools equal to themselves${unequal.length > 0 ? `; not: ${unequal.join(', ')}` : ''}`,
    );
}
