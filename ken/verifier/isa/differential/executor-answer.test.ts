import { afterAll, expect, it } from 'vitest';
import { openSolver } from '../../solver/open-solver.ts';
import { executorAnswer } from './executor-answer.ts';
import { readVectors } from './vectors.ts';

const solver = await openSolver();
afterAll(() => solver.close());

it("has exactly one path for a vector's inputs, and it gives the kernel's answer", { timeout: 150_000 }, async () => {
  const vectors = (await readVectors()).slice(0, 6);
  let answered = 0;
  for (const { seed, program, answer } of vectors) {
    const executor = await executorAnswer(program, solver);
    // The executor says so itself when it was cut short; that is no answer, and no fault.
    if (executor.status === 'incomplete') continue;
    answered++;
    expect(executor.answer, `vector of seed ${seed}`).toBe(answer);
  }
  expect(answered).toBeGreaterThan(0);
});
