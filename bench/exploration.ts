/**
 * Explores programs with the symbolic executor and prints one line for each: `npx tsx bench/exploration.ts [FILE...]`.
 * Without files: the bpftrace tools of the guest's package. A file is a `.bt`, a `.bpf.c`, or a `.json` with a list of
 * texts that hold C programs between fences (the dataset of the paper's authors). HISTOGRAMS=1 keeps `hist()` as it is.
 */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { openGuestPool } from '../ken/kernel/guest/pool.ts';
import type { Program } from '../ken/program.ts';
import { desugar } from '../ken/verifier/desugar/desugar.ts';
import { explore, type LoadedProgram } from '../ken/verifier/executor/explore.ts';
import { openVerifier } from '../ken/verifier/open-verifier.ts';
import { TermStore } from '../ken/verifier/terms/term-store.ts';
import { median } from './bench.ts';

const goalSeconds = 10;

const pool = await openGuestPool({ size: 1 });
const verifier = openVerifier(pool, process.env['SOLVER'] === 'z3-solver' ? { solver: { backend: 'z3-solver' } } : {});
const seconds: number[] = [];
const reasons = new Map<string, number>();
let programs = 0;
let complete = 0;
let memory = 0;
try {
  for (const { name, program } of await wanted(process.argv.slice(2))) {
    programs++;
    const result = await measure(program);
    console.log(`${name.padEnd(24)} ${result}`);
  }
} finally {
  await verifier.close();
  await pool.close();
}
const worst = [...reasons].sort((a, b) => b[1] - a[1]).map(([reason, count]) => `  ${count} x ${reason}`);
console.log(
  `${complete} of ${programs} explored completely in at most ${goalSeconds} s; median ${median(seconds).toFixed(2)} s, memory ${memory.toFixed(0)} MB`,
);
for (const line of worst) console.log(line);

async function measure(program: Program): Promise<string> {
  const compiled = await verifier.compiler.compile(program);
  if (compiled.status !== 'compiled') {
    count('does not compile');
    return compiled.status === 'compile-failed' ? `does not compile: ${compiled.diagnostic}` : compiled.reason;
  }
  const loaded: LoadedProgram = { object: await verifier.load(compiled), kernelTypes: await verifier.kernelTypes() };
  const solver = await verifier.solver;
  const started = performance.now();
  const total = { paths: 0, instructions: 0, checks: 0, modelHits: 0 };
  const stopped = new Set<string>();
  for (const { symbol, kind } of compiled.functions) {
    const start = kind === 'begin' ? 'empty' : 'arbitrary';
    const exploration = await explore(loaded, symbol, start, { store: new TermStore(), solver });
    for (const each of ['paths', 'instructions', 'checks', 'modelHits'] as const)
      total[each] += exploration.statistics[each];
    for (const { kind: stop, reason } of exploration.stopped) stopped.add(`${stop}: ${reason}`);
  }
  const took = (performance.now() - started) / 1000;
  seconds.push(took);
  memory = Math.max(memory, process.memoryUsage().rss / 1e6);
  for (const reason of stopped) count(reason);
  if (stopped.size === 0 && took <= goalSeconds) complete++;
  const { paths, instructions, checks, modelHits } = total;
  const figures = `${took.toFixed(2)} s, ${paths} paths, ${instructions} instructions, ${checks} checks, ${modelHits} by the model`;
  return stopped.size === 0 ? figures : `${figures}; ${[...stopped].join('; ')}`;
}

function count(reason: string): void {
  reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
}

function isScript(file: string): boolean {
  return file.endsWith('.bt');
}

async function wanted(files: readonly string[]): Promise<{ name: string; program: Program }[]> {
  const folder = pool.identity.tools;
  const given =
    files.length > 0
      ? files
      : (await readdir(folder))
          .filter(isScript)
          .sort()
          .map((file) => path.join(folder, file));
  const lists = given.map(async (file) => {
    const text = await readFile(file, 'utf8');
    if (file.endsWith('.json')) return fenced(text);
    const framework = file.endsWith('.c') ? 'libbpf' : 'bpftrace';
    return /\.(bt|c)$/.test(file) ? [{ name: path.basename(file), program: prepared({ framework, text }) }] : [];
  });
  return (await Promise.all(lists)).flat();
}

/** C programs between fences in the `content` of `data`. */
function fenced(text: string): { name: string; program: Program }[] {
  const { data } = JSON.parse(text) as { data: { content: string }[] };
  return data.map(({ content }, index) => ({
    name: `program ${index + 1}`,
    program: { framework: 'libbpf', text: /```c?\n([\s\S]*?)```/.exec(content)?.[1] ?? '' },
  }));
}

function prepared(program: Program): Program {
  if (program.framework !== 'bpftrace' || process.env['HISTOGRAMS']) return program;
  const result = desugar(program.text, program.framework, { opaqueHistograms: true });
  return result.status === 'desugared' ? { ...program, text: result.text } : program;
}
