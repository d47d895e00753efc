/**
 * The one error class of the project. Expected outcomes (a rejected program, a wrong answer) are values; an error is a
 * fault that stops what was asked for.
 *
 * `code` decides the exit status of `ken`: 'usage' and 'config' end with 2, everything else with 1.
 */
export type ErrorCode =
  | 'usage' // a wrong flag, an unknown case or experiment
  | 'config' // a file the user wrote is invalid
  | 'missing-tool' // QEMU, clang, ... is not installed
  | 'image' // the guest image cannot be built or is damaged
  | 'guest' // the guest failed in a way that is not the program's doing
  | 'provider' // a model endpoint failed
  | 'budget' // a limit of cost or time was reached
  | 'storage' // a record could not be written or read
  | 'internal';

export interface KenErrorDetails {
  /** What the user can do about it, one sentence. */
  hint?: string;
  cause?: unknown;
}

export class KenError extends Error {
  override readonly name = 'KenError';
  readonly code: ErrorCode;
  readonly hint: string | undefined;

  constructor(code: ErrorCode, message: string, details: KenErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.hint = details.hint;
  }
}

/** Quotes a value for an error message: type and content, cut to 200 characters. */
export function quote(value: unknown): string {
  // The declared type leaves out that undefined, functions and symbols have no JSON.
  const text = (JSON.stringify(value) as string | undefined) ?? String(value);
  return text.length > 200 ? `${text.slice(0, 200)}...` : text;
}
