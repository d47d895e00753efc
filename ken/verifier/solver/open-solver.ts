import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { KenError } from '../../errors.ts';
import { startNativeBackend } from './native-backend.ts';
import { SecondOpinion } from './second-opinion.ts';
import { Session } from './session.ts';
import type { BackendName, Solver, SolverOptions } from './solver.ts';
import { startWorkerBackend } from './worker-backend.ts';

/**
 * Returns at once; the backend starts in the background (z3-solver needs about a second), so open the solver before
 * there is something to ask. Throws `missing-tool` when the native backend is wanted and there is no `z3`.
 */
export function openSolver(options: SolverOptions = {}): Promise<Solver> {
  const backend = chooseBackend(options.backend ?? 'auto');
  const first = openSession(backend, options);
  const isOnlyOne = backend === 'z3-solver' || options.backend === 'native';
  return Promise.resolve(isOnlyOne ? first : new SecondOpinion(first, () => openSession('z3-solver', options)));
}

function openSession(backend: BackendName, options: SolverOptions): Session {
  return new Session({
    backend,
    start: backend === 'native' ? startNativeBackend : startWorkerBackend,
    timeoutMilliseconds: options.timeoutMilliseconds ?? 5000,
    memoryMegabytes: options.memoryMegabytes ?? 1024,
    checksPerBackend: options.checksPerBackend ?? 10_000,
  });
}

function chooseBackend(wanted: BackendName | 'auto'): BackendName {
  if (wanted === 'z3-solver') return wanted;
  if (hasNativeSolver()) return 'native';
  if (wanted === 'auto') return 'z3-solver';
  throw new KenError('missing-tool', 'there is no z3 in the PATH', {
    hint: 'Install z3, or use the backend z3-solver, which needs nothing.',
  });
}

/** Whether the PATH has a `z3`. */
export function hasNativeSolver(): boolean {
  return (process.env['PATH'] ?? '').split(path.delimiter).some((folder) => {
    try {
      accessSync(path.join(folder, 'z3'), constants.X_OK);
      return folder !== '';
    } catch {
      return false; // Not in this folder.
    }
  });
}
