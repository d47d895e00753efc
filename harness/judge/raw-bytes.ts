import { showsWord } from './text-tokens.ts';

/**
 * Numbers and words in the raw bytes of ring-buffer records and libbpf map keys and values, whose layout only the
 * program's author knows. Integers are little-endian and naturally aligned, as C lays them out.
 */
export function bytesHoldNumber(bytes: Uint8Array, wanted: number | bigint): boolean {
  const value = BigInt(wanted);
  const widths = value >= -128n && value < 256n ? [4, 8] : [2, 4, 8];
  return widths.some((width) => fits(value, width) && integers(bytes, width).includes(unsigned(value, width)));
}

/** Text in the bytes: runs of printable characters, each ended by NUL or the end of the record. */
export function bytesHoldWord(bytes: Uint8Array, wanted: string): boolean {
  const text = Buffer.from(bytes).toString('latin1');
  const wantedBytes = Buffer.from(wanted, 'utf8').toString('latin1');
  if (text.split(unprintable).some((run) => showsWord(run, wantedBytes))) return true;
  // A field of text right behind a number whose last byte happens to be printable.
  const cut = /^[\w.-]+$/.test(wanted) ? wantedBytes.slice(0, 15) : wantedBytes;
  for (let at = text.indexOf(cut); at >= 0; at = text.indexOf(cut, at + 1)) {
    const next = text.charAt(at + cut.length);
    if (at % 4 === 0 && (next === '' || next === '\0')) return true;
  }
  return false;
}

/** All aligned little-endian unsigned integers of one width. */
export function integers(bytes: Uint8Array, width: number): bigint[] {
  const found: bigint[] = [];
  for (let at = 0; at + width <= bytes.length; at += width) {
    let value = 0n;
    for (let index = width - 1; index >= 0; index--) value = (value << 8n) | BigInt(bytes[at + index] ?? 0);
    found.push(value);
  }
  return found;
}

const unprintable = /[\x00-\x1f\x7f-\x9f]+/;

const fits = (value: bigint, width: number): boolean =>
  value < 1n << BigInt(width * 8) && value >= -(1n << BigInt(width * 8 - 1));

const unsigned = (value: bigint, width: number): bigint => BigInt.asUintN(width * 8, value);
