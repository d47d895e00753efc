import { expect, test } from 'vitest';
import { compareSolvers } from './compare.ts';
import { hasNativeSolver, openSolver } from './open-solver.ts';

const sets = Number(process.env['SOLVER_SETS'] ?? 20);
const firstSeed = Number(process.env['SOLVER_SEED'] ?? 1);

test.skipIf(!hasNativeSolver())(
  'both solvers give the same answers (skipped where the PATH has no z3)',
  { timeout: 600_000 },
  async () => {
    const native = await openSolver({ backend: 'native', timeoutMilliseconds: 300 });
    const module = await openSolver({ backend: 'z3-solver', timeoutMilliseconds: 300 });
    try {
      const result = await compareSolvers(native, module, sets, firstSeed);
      if (process.env['SOLVER_SETS'] !== undefined) console.log(result);
      expect(result.different).toEqual([]);
      expect(result.sat).toBeGreaterThan(sets / 10);
      expect(result.unsat).toBeGreaterThan(0);
    } finally {
      await Promise.all([native.close(), module.close()]);
    }
  },
);
