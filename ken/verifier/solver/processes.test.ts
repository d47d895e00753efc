import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { hasNativeSolver } from './open-solver.ts';

const folder = new URL('.', import.meta.url).href;

/** A program that loads TypeScript on the fly, as the command line does, with an open solver. */
function startProgram(backend: string, body: string): ChildProcess {
  const source = `
    const tsx = await import('tsx/esm/api');
    tsx.register();
    const { openSolver } = await import('${folder}open-solver.ts');
    const { TermStore } = await import('${folder}../terms/term-store.ts');
    const { hardTerm } = await import('${folder}questions.ts');
    const store = new TermStore();
    const easy = store.ult(store.variable('x', 64), store.constant(5, 64));
    const solver = await openSolver({ backend: '${backend}', timeoutMilliseconds: 3000 });
    console.log((await solver.check([easy])).status);
    ${body}`;
  const args = ['--input-type=module', '-e', source];
  return spawn(process.execPath, args, { cwd: new URL('.', import.meta.url), stdio: ['ignore', 'pipe', 'inherit'] });
}

async function firstLine(program: ChildProcess): Promise<string> {
  const [data] = (await once(program.stdout as NonNullable<ChildProcess['stdout']>, 'data')) as [Buffer];
  return data.toString().trim();
}

const backends = ['z3-solver', ...(hasNativeSolver() ? ['native'] : [])];

test.each(backends)('%s: a program without close() ends by itself', { timeout: 120_000 }, async (backend) => {
  const program = startProgram(backend, '');
  const ended = once(program, 'exit');
  expect(await firstLine(program)).toBe('sat');
  expect((await ended)[0]).toBe(0);
});

test.each(backends)('%s: closing a solver that is still starting ends', { timeout: 120_000 }, async (backend) => {
  const source = `
    const tsx = await import('tsx/esm/api');
    tsx.register();
    const { openSolver } = await import('${folder}open-solver.ts');
    const solver = await openSolver({ backend: '${backend}' });
    await solver.close();
    console.log('closed');`;
  const program = spawn(process.execPath, ['--input-type=module', '-e', source], {
    cwd: new URL('.', import.meta.url),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(program, 'exit');
  expect(await firstLine(program)).toBe('closed');
  expect((await ended)[0]).toBe(0);
});

test.skipIf(!hasNativeSolver())(
  'native: z3 does not outlive a program that is killed (skipped where the PATH has no z3)',
  { timeout: 120_000 },
  async () => {
    const program = startProgram('native', 'await solver.check([hardTerm(store)]);');
    const ended = once(program, 'exit');
    expect(await firstLine(program)).toBe('sat');
    const children = childrenOf(program.pid ?? 0);
    expect(children).toHaveLength(1);
    program.kill('SIGKILL');
    await ended;
    const deadline = performance.now() + 60_000;
    while (children.some(isRunning) && performance.now() < deadline) await sleep(100);
    expect(children.filter(isRunning)).toEqual([]);
  },
);

function childrenOf(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(/\s+/).filter(Boolean).map(Number);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false; // No such process.
  }
}
