import { KenError } from '../../ken/errors.ts';

/** A fault of the disk as a `KenError('storage')`, with what to do about the two causes that people meet. */
export function storageError(message: string, cause: unknown): KenError {
  if (cause instanceof KenError) return cause;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
  const reason = cause instanceof Error ? cause.message : String(cause);
  const hint =
    code === 'ENOSPC' || code === 'EDQUOT'
      ? 'the disk is full: free some space and run the same command again; everything acknowledged is kept'
      : code === 'EACCES' || code === 'EROFS'
        ? 'choose a folder that you may write to with --results'
        : undefined;
  return new KenError('storage', `${message}: ${reason}`, hint === undefined ? { cause } : { hint, cause });
}
