/**
 * A number for a counterexample: small ones in decimal, larger ones in hexadecimal with the decimal beside it, pointers
 * in hexadecimal only. Signed when the type says so.
 */
export function formatNumber(value: bigint, width: number, typeName: string | null = null): string {
  const signed =
    typeName !== null &&
    /^(?:const )?(?:int|long|short|char|s(?:8|16|32|64)|__s\d+|int\d+(?:_t)?|long long|long int|ssize_t|pid_t|loff_t)$/.test(
      typeName,
    );
  const shown = signed ? BigInt.asIntN(width, value) : value;
  if (shown > -10n && shown < 10n) return shown.toString();
  const hexadecimal = `0x${value.toString(16)}`;
  if (typeName !== null && typeName.includes('*')) return hexadecimal;
  return width > 48 && !signed && value >= 1n << 47n ? hexadecimal : `${hexadecimal} (${shown})`;
}

/** Bytes up to the first zero as a quoted string; what is not printable is escaped. */
export function formatText(bytes: readonly number[]): string {
  const end = bytes.indexOf(0);
  const kept = end < 0 ? bytes : bytes.slice(0, end);
  const text = kept
    .map((byte) => {
      if (byte === 0x22 || byte === 0x5c) return `\\${String.fromCharCode(byte)}`;
      return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`;
    })
    .join('');
  return `"${text}"${end < 0 ? '...' : ''}`;
}
