import { afterAll, beforeAll, expect, test } from 'vitest';
import { openGuestPool } from '../../kernel/guest/pool.ts';
import type { GuestPool } from '../../kernel/guest/job.ts';
import { openVerifier } from '../open-verifier.ts';
import type { Verifier } from '../verifier.ts';
import { hasNativeSolver } from '../solver/open-solver.ts';
import { gradeProgram, suitePrograms, type GradedAssert } from './run-suite.ts';

/** Programs that both solvers decide, one of each kind: the WebAssembly solver is slow to start. */
const sample = ['byte-order.bt', 'maps-across-probes.bt', 'ports.bpf.c', 'contradiction.bt'];

let pool: GuestPool;
const open: Verifier[] = [];

beforeAll(async () => {
  pool = await openGuestPool({ size: 1 });
});
afterAll(async () => {
  for (const verifier of open) await verifier.close();
  await pool.close();
});

async function graded(only: readonly string[] | null, backend: 'z3-solver' | 'auto'): Promise<GradedAssert[]> {
  const verifier = openVerifier(pool, { solver: { backend } });
  open.push(verifier);
  const asserts: GradedAssert[] = [];
  for (const { file, program } of await suitePrograms()) {
    if (only === null || only.includes(file)) asserts.push(...(await gradeProgram(file, program, verifier)));
  }
  return asserts;
}

test(
  'the labelled suite: no wrong proof, no wrong refutation, nearly everything decided',
  { timeout: 900_000 },
  async () => {
    const asserts = await graded(null, 'auto');
    const wrong = asserts.filter(({ grade }) => grade === 'wrong-proof' || grade === 'wrong-refutation');
    expect(wrong).toEqual([]);
    expect(asserts.length).toBeGreaterThanOrEqual(200);
    const right = asserts.filter(({ grade }) => grade === 'right').length;
    expect(right / asserts.length).toBeGreaterThan(0.95);
  },
);

test.skipIf(!hasNativeSolver())(
  'z3-solver and native z3 give the same verdicts (left out where there is no native z3)',
  { timeout: 600_000 },
  async () => {
    const verdicts = async (backend: 'z3-solver' | 'auto') =>
      (await graded(sample, backend)).map(({ file, line, verdict }) => `${file}:${line} ${verdict}`);
    expect(await verdicts('z3-solver')).toEqual(await verdicts('auto'));
  },
);
