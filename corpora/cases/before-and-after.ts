/**
 * Whether a text presents one spelling of `before` as the old and one of `after` as the new state: labels right in front
 * of them decide (`old=`, `from`, `new size:`, `to`), with or without the rest of a path between; without labels the old one comes first. Spellings are matched as
 * whole words. A text without one of the two presents no change.
 */
export function showsChange(text: string, before: readonly string[], after: readonly string[]): boolean {
  return places(text, before).some((old) =>
    places(text, after).some((next) => {
      const oldIsLabelled = oldLabel.test(inFrontOf(text, old));
      const nextIsLabelled = newLabel.test(inFrontOf(text, next));
      if (newLabel.test(inFrontOf(text, old)) || oldLabel.test(inFrontOf(text, next))) return false;
      return old !== next && (oldIsLabelled || nextIsLabelled || old < next);
    }),
  );
}

/** Starts of the spellings in the text, not inside longer words, names or numbers. */
function places(text: string, spellings: readonly string[]): number[] {
  return spellings.flatMap((spelling) => {
    const escaped = spelling.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    const pattern = new RegExp(`(?<![A-Za-z0-9_.]|[A-Za-z0-9_]-)${escaped}(?![A-Za-z0-9_]|[.-][A-Za-z0-9_])`, 'g');
    return [...text.matchAll(pattern)].map(({ index }) => index);
  });
}

const inFrontOf = (text: string, at: number): string => text.slice(Math.max(0, at - 80), at);

const what = '(?:[ _-]?(?:names?|file|path|sizes?|masks?|umask|length|len|value|mode|bytes))?';
const oldLabel = new RegExp(
  `(?<![A-Za-z])(?:old|from|src|source|before|was|prev|previous)${what}[ :=('"]*(?:[\\w./-]*/)?$`,
  'i',
);
const newLabel = new RegExp(
  `(?<![A-Za-z])(?:new|to|dst|dest|destination|target|after|now)${what}[ :=('"]*(?:[\\w./-]*/)?$`,
  'i',
);
