import { describe } from 'vitest';
import { openSolver } from './open-solver.ts';
import { describeSolver } from './solver-contract.ts';

describe('z3-solver in a worker', () => {
  describeSolver((options) => openSolver({ ...options, backend: 'z3-solver' }));
});
