import { afterAll, beforeAll, expect, it } from 'vitest';
import type { GuestPool } from '../../../kernel/guest/job.ts';
import { openGuestPool } from '../../../kernel/guest/pool.ts';
import { openSolver } from '../../solver/open-solver.ts';
import { compareSeeds } from './compare.ts';
import { compileRunner } from './kernel-answers.ts';

const solver = await openSolver();
let pool: GuestPool;

beforeAll(async () => {
  pool = await openGuestPool({ size: 1 });
});
afterAll(async () => {
  await solver.close();
  await pool.close();
});

it("interpreter and executor agree with the guest's kernel on 300 random programs", async () => {
  const { agreed, different, rejected } = await compareSeeds(pool, await compileRunner(pool), solver, 1_000_000, 300);
  expect(different).toEqual([]);
  expect(rejected.map(({ kernel }) => kernel).length).toBeLessThan(15);
  expect(agreed.length).toBeGreaterThan(285);
  expect(agreed.filter(({ executor }) => executor !== null).length).toBeGreaterThan(280);
});
