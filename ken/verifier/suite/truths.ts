/** What is true of an assert, whatever a verifier says. */
export const truths = ['holds', 'fails', 'vacuous'] as const;
export type Truth = (typeof truths)[number];

/**
 * The truth that a program of the suite states behind each of its asserts, by line from 1: `// holds`,
 * `// fails: why`, `// vacuous`. Throws when an assert has none.
 */
export function statedTruths(text: string, file: string): Map<number, Truth> {
  const found = new Map<number, Truth>();
  for (const [index, line] of text.split('\n').entries()) {
    if (!/^\s*(?:else\s+)?(?:ken_)?assert\s*\(/.test(line)) continue;
    const word = /\/\/ (\w+)(?::.*)?$/.exec(line)?.[1];
    const truth = truths.find((each) => each === word);
    if (!truth) throw new Error(`${file}:${index + 1} does not say whether its assert holds`);
    found.set(index + 1, truth);
  }
  return found;
}
