import type { AnnotationError } from './annotated.ts';
import { bpftraceFunctions, hasEffectsInC } from './pure-functions.ts';
import type { Source, Span } from './source.ts';

/** The condition of an annotation must be one expression that changes nothing: else checking would change the program. */
export function checkCondition(source: Source, { start, end }: Span): AnnotationError[] {
  const { code, framework, error } = source;
  const condition = code.slice(start, end);
  if (condition.trim() === '') return [error(start - 1, 'the condition is empty')];
  for (const [pattern, message] of forbidden) {
    const at = condition.search(pattern);
    if (at >= 0) return [error(start + at, message)];
  }
  const comma = topLevelComma(condition);
  if (comma === 'unbalanced') return [error(start, 'the brackets of the condition do not match')];
  if (comma !== null) return [error(start + comma, 'an annotation has one condition; join several with &&')];
  for (const match of condition.matchAll(/(?<![\w$@.])([A-Za-z_]\w*)\s*\(/g)) {
    const name = match[1] ?? '';
    const refusal = framework === 'bpftrace' ? refusedInBpftrace(name) : refusedInC(name);
    if (refusal !== null) return [error(start + match.index, refusal)];
  }
  return [];
}

const forbidden: readonly (readonly [RegExp, string])[] = [
  [/[;{}]/, 'the condition holds a statement; it must be one expression'],
  [/\+\+|--/, 'the condition changes a value (++ or --); it may only read'],
  [/<<=|>>=|(?<![=!<>])=(?!=)/, 'the condition assigns a value; it may only read (equality is ==)'],
];

function refusedInBpftrace(name: string): string | null {
  if (/^(?:s?assert|assume)$/.test(name)) return 'an annotation cannot stand inside another one';
  if (name === 'old' || bpftraceFunctions.has(name)) return null;
  return `${name}() may not be called in a condition: it has an effect, or is not known to have none`;
}

function refusedInC(name: string): string | null {
  if (/^ken_(?:assert|assume)$/.test(name)) return 'an annotation cannot stand inside another one';
  if (name === 'old') return 'old() is not available in C: keep the value in a variable';
  return hasEffectsInC(name) ? `${name}() may not be called in a condition: it has an effect` : null;
}

/** Offset of the first comma outside all brackets; null when there is none. */
function topLevelComma(condition: string): number | 'unbalanced' | null {
  const open: string[] = [];
  let comma: number | null = null;
  for (let at = 0; at < condition.length; at += 1) {
    const character = condition[at] ?? '';
    if (character === '(' || character === '[') open.push(character);
    if (character === ')' && open.pop() !== '(') return 'unbalanced';
    if (character === ']' && open.pop() !== '[') return 'unbalanced';
    if (character === ',' && open.length === 0) comma ??= at;
  }
  return open.length > 0 ? 'unbalanced' : comma;
}
