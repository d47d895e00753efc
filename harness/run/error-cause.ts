import { KenError } from '../../ken/errors.ts';
import type { ErrorCause } from '../record/record.ts';

/**
 * Whose fault a thrown error is. `fatal` errors (a full disk, a wrong file, a missing tool) would meet every further cell
 * too: they stop the run instead of being recorded 36 times.
 */
export function errorCause(error: unknown): ErrorCause | 'fatal' {
  if (!(error instanceof KenError)) return 'harness';
  switch (error.code) {
    case 'provider':
      return 'provider';
    case 'guest':
      return 'guest';
    case 'budget':
      return 'budget';
    case 'internal':
      return 'harness';
    case 'usage':
    case 'config':
    case 'missing-tool':
    case 'image':
    case 'storage':
      return 'fatal';
  }
}
