/**
 * Finds numbers and words in lines that strangers' programs print. Tolerant of layout (`pid=12,`, `12:`, `[12]`,
 * `comm(12)`, `a->b`, `12ms`), strict about what is not that number: clock times, parts of addresses, fractions and
 * longer numbers. The text is hostile: everything here is linear in its length.
 */
export interface NumberToken {
  value: bigint;
  /** Index in the text. */
  at: number;
  form: 'decimal' | 'hex' | 'bare-hex';
}

/**
 * Every number of a text, in order. One token may give two readings: `146731` is decimal and, being five or more hex
 * digits, bare hex too. Address and clock tokens (`127.0.0.1`, `10:02:59`, `1.5`) give none, except that the port after
 * an address is a number of its own.
 */
export function numbersIn(text: string): NumberToken[] {
  const found: NumberToken[] = [];
  for (const match of blankOut(text).matchAll(/-?\b[0-9a-zA-Z_]+/g)) {
    const token = match[0];
    const negative = token.startsWith('-') && /^$|[\s=:([{,>]/.test(text.charAt(match.index - 1));
    const digits = token.replace(/^-/, '');
    const sign = negative ? -1n : 1n;
    if (digits.length > 40) continue;
    if (/^0x[0-9a-f]+$/i.test(digits)) found.push({ value: sign * BigInt(digits), at: match.index, form: 'hex' });
    else if (decimalWithUnit.test(digits)) {
      const value = BigInt(/^\d+/.exec(digits)?.[0] ?? '0');
      found.push({ value: sign * value, at: match.index, form: 'decimal' });
      if (/^\d{5,16}$/.test(digits)) found.push({ value: BigInt(`0x${digits}`), at: match.index, form: 'bare-hex' });
    } else if (/^(?=.*\d)[0-9a-f]{2,16}$/i.test(digits))
      found.push({ value: BigInt(`0x${digits}`), at: match.index, form: 'bare-hex' });
  }
  return found;
}

/** Plain decimal numbers only, as JavaScript numbers: the columns of a line. */
export function decimalsIn(text: string): number[] {
  const withFractions = text.replace(clock, ' ').replace(ipv4, ' ');
  return [...withFractions.matchAll(/(?<![\w.])-?\d{1,20}(?:\.\d{1,12})?(?![\d])/g)].map((match) => Number(match[0]));
}

/** True when the text shows this number in decimal or hex. */
export function showsNumber(text: string, wanted: number | bigint): boolean {
  const value = BigInt(wanted);
  return numbersIn(text).some((token) => token.value === value);
}

/**
 * True when the text shows this string as a whole word: not inside a longer word, name or path element
 * (`kenwl` is not in `kenwl2` or `kenwl-decoy`, but it is in `kenwl-312`, `comm=kenwl,` and `/job/kenwl`).
 * A process name longer than 15 characters also matches as the kernel cuts it.
 */
export function showsWord(text: string, wanted: string): boolean {
  if (wanted === '') return false;
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
    if (startsWord(text, at) && endsWord(text, at + wanted.length)) return true;
  }
  return wanted.length > 15 && /^[\w.-]+$/.test(wanted) && showsWord(text, wanted.slice(0, 15));
}

const clock = /\b\d{1,2}:\d{2}:\d{2}(?:\.\d+)?\b/g;
const ipv4 = /\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\b/g;
const fraction = /\b\d+\.\d+/g;
const decimalWithUnit = /^\d+(?:[numµ]?s|sec|secs|[kKMGT]?i?[Bb]|bytes|pages|x|u|ul|ull|L)?$/;

/** Clock times, IPv4 addresses and fractions hold digits that are no numbers of their own. */
function blankOut(text: string): string {
  const blank = (part: string): string => ' '.repeat(part.length);
  return text.replace(clock, blank).replace(ipv4, blank).replace(fraction, blank);
}

const wordCharacter = /[A-Za-z0-9_]/;

function startsWord(text: string, at: number): boolean {
  const before = text.charAt(at - 1);
  if (at === 0 || !wordCharacter.test(text.charAt(at))) return true;
  if (wordCharacter.test(before)) return false;
  return !((before === '-' || before === '.') && wordCharacter.test(text.charAt(at - 2)));
}

function endsWord(text: string, end: number): boolean {
  const next = text.charAt(end);
  if (next === '' || !wordCharacter.test(text.charAt(end - 1))) return true;
  if (wordCharacter.test(next)) return false;
  if (next === '-') return !/[A-Za-z_]/.test(text.charAt(end + 1));
  return !(next === '.' && wordCharacter.test(text.charAt(end + 1)));
}
