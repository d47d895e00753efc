import { KenError, quote } from '../../ken/errors.ts';

/** A flag that takes a whole number; a `KenError('usage')` quotes anything else. */
export function wholeNumber(flag: string, text: string | undefined, least: number): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value >= 2 ** 31) {
    throw new KenError('usage', `${flag} must be a whole number from ${least}, not ${quote(text)}`);
  }
  return value;
}
