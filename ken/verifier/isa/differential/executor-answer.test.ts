import { afterAll, expect, it } from 'vitest';
import { openSolver } from '../../solver/open-solver.ts';
import { executorAnswer } from './executor-answer.ts';
import { fillsHashMap } from './interpreter-answer.ts';
import { readVectors } from './vectors.ts';

const solver = await openSolver();
afterAll(() => solver.close());

it("has exactly one path for a vector's inputs, and it gives the kernel's answer", { timeout: 60_000 }, async () => {
  const vectors = (await readVectors()).filter(({ program }) => !fillsHashMap(program));
  expect(vectors.length).toBeGreaterThanOrEqual(190);
  for (const { seed, program, answer } of vectors) {
    expect(await executorAnswer(program, solver), `vector of seed ${seed}`).toBe(answer);
  }
  expect(solver.statistics.checks, 'known inputs leave nothing to ask').toBe(0);
});
