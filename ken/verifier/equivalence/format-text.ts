/** A conversion of a printf format: `%-6d`, `%llx`. Flags, width, precision and length say nothing of the value. */
const conversion = /%[-+ #0]*\d*(?:\.\d+)?(?:hh|ll|[hlzjt])?([a-zA-Z%])/g;

/**
 * A format's text for comparison: widths, flags and lengths of conversions go, signed and unsigned decimals are one,
 * runs of white space count as one space, and space at the ends does not count.
 */
export function normalisedText(format: string): string {
  return format
    .replace(conversion, (_, letter: string) => `%${canonical(letter)}`)
    .replace(/\s+/g, ' ')
    .trim();
}

function canonical(letter: string): string {
  return letter === 'i' || letter === 'u' ? 'd' : letter;
}

/** Letters of the conversions that print a value, in order. */
export function conversionsOf(format: string): string[] {
  return [...format.matchAll(conversion)].map((match) => match[1] ?? '').filter((letter) => letter !== '%');
}
