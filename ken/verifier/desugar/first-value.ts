import type { Source, Span } from './source.ts';

/**
 * Where every variable of a bpftrace expression has just got its first value: behind the statement that assigns it first,
 * for the last of them. `name` is a variable that has no such place before `at`: it is assigned later, in a block that
 * ends before, or by a loop.
 */
export function behindFirstValues(
  source: Source,
  names: readonly string[],
  body: Span,
  at: number,
): { place: number } | { name: string } {
  let place = body.start + 1;
  for (const name of names) {
    const found = behindFirstValue(source.code, name, body, at);
    if (found === null) return { name };
    place = Math.max(place, found);
  }
  return { place };
}

function behindFirstValue(code: string, name: string, body: Span, at: number): number | null {
  const assignment = new RegExp(`\\${name}\\b\\s*=(?!=)`, 'g');
  assignment.lastIndex = body.start;
  const match = assignment.exec(code);
  if (!match || match.index >= at) return null;
  const end = endOfStatement(code, match.index);
  return end !== null && end < at && staysInBlock(code.slice(end, at)) ? end + 1 : null;
}

/** The `;`, or null when the block ends first. */
function endOfStatement(code: string, start: number): number | null {
  let depth = 0;
  for (let at = start; at < code.length; at += 1) {
    const character = code[at] ?? '';
    if ('([{'.includes(character)) depth += 1;
    if (')]}'.includes(character)) depth -= 1;
    if (depth < 0) return null;
    if (character === ';' && depth === 0) return at;
  }
  return null;
}

/** Whether a piece of code never leaves the block that it begins in. */
function staysInBlock(code: string): boolean {
  let depth = 0;
  for (const character of code) {
    if (character === '{') depth += 1;
    if (character === '}') depth -= 1;
    if (depth < 0) return false;
  }
  return true;
}
