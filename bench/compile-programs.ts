/**
 * Compiles programs for the symbolic verifier and tells, for each, the seconds or why not:
 * `npx tsx bench/compile-programs.ts tools` takes the tools of the guest's bpftrace package; a JSON file takes every C
 * program that stands in a code fence of one of its strings.
 */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { GuestIdentity } from '../ken/kernel/guest/job.ts';
import { openGuestPool } from '../ken/kernel/guest/pool.ts';
import type { Program } from '../ken/program.ts';
import { Compiler } from '../ken/verifier/compile/compiler.ts';
import { spread } from './bench.ts';

const pool = await openGuestPool({ size: 1 });
try {
  const what = process.argv[2] ?? 'tools';
  const programs = what === 'tools' ? await toolsOf(pool.identity) : await programsIn(what);
  const compiler = new Compiler(pool);
  const seconds: number[] = [];
  for (const [name, program] of programs) {
    const result = await compiler.compile(program);
    if (result.status === 'compiled') seconds.push(result.seconds);
    const why =
      result.status === 'compile-failed' ? result.diagnostic : result.status === 'unsupported' ? result.reason : '';
    const place = result.status === 'compiled' ? `${result.place}, ${result.functions.length} functions` : '';
    console.log(
      `${name}: ${result.status} ${result.seconds.toFixed(2)} s ${place}${why.split('\n').slice(0, 3).join(' | ')}`,
    );
  }
  console.log(`${seconds.length} of ${programs.length} compile, seconds each: ${spread(seconds)}`);
} finally {
  await pool.close();
}

async function toolsOf({ tools }: GuestIdentity): Promise<[string, Program][]> {
  const names = (await readdir(tools)).filter((name) => name.endsWith('.bt')).sort();
  return Promise.all(
    names.map(async (name): Promise<[string, Program]> => {
      return [name, { framework: 'bpftrace', text: await readFile(path.join(tools, name), 'utf8') }];
    }),
  );
}

async function programsIn(file: string): Promise<[string, Program][]> {
  const found: string[] = [];
  const collect = (value: unknown): void => {
    if (typeof value === 'string')
      found.push(...[...value.matchAll(/```\w*\n([^]*?)```/g)].map((match) => match[1] ?? ''));
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(collect);
  };
  collect(JSON.parse(await readFile(file, 'utf8')));
  return found.map((text, index) => [`program ${index + 1}`, { framework: 'libbpf', text }]);
}
