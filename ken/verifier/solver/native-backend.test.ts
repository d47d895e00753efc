import { describe } from 'vitest';
import { hasNativeSolver, openSolver } from './open-solver.ts';
import { describeSolver } from './solver-contract.ts';

describe.skipIf(!hasNativeSolver())('native z3 (skipped where the PATH has none)', () => {
  describeSolver((options) => openSolver({ ...options, backend: 'native' }));
});
