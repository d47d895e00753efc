import type { Program } from '../../../ken/program.ts';
import { programTokens } from './program-tokens.ts';

/** What two programs are compared by: shingles of five tokens, and the set of their hooks. */
export interface Fingerprint {
  shingles: ReadonlySet<string>;
  hooks: ReadonlySet<string>;
}

const shingleLength = 5;

export function fingerprintOf(program: Program, hooks: readonly string[]): Fingerprint {
  const tokens = programTokens(program);
  const count = Math.max(1, tokens.length - shingleLength + 1);
  const shingles = Array.from({ length: count }, (_, start) => tokens.slice(start, start + shingleLength).join(' '));
  return { shingles: new Set(tokens.length === 0 ? [] : shingles), hooks: new Set(hooks) };
}

/** Exact Jaccard similarity: 0 to 1; two empty sets have nothing in common. */
export function jaccard(left: ReadonlySet<string>, right: ReadonlySet<string>): number {
  const [small, large] = left.size < right.size ? [left, right] : [right, left];
  let shared = 0;
  for (const value of small) if (large.has(value)) shared += 1;
  const union = left.size + right.size - shared;
  return union === 0 ? 0 : shared / union;
}

/**
 * Similarity of two hook sets. A raw tracepoint (`tracepoint:*:sched_switch`) is the same hook as the event of any
 * category.
 */
export function hookSimilarity(left: ReadonlySet<string>, right: ReadonlySet<string>): number {
  return jaccard(places(left), places(right));
}

/**
 * How far the smaller of two hook sets lies within the larger, 0 to 1: a tool that watches six calls and a request for one
 * of them share all of the request's hooks.
 */
export function hookContainment(left: ReadonlySet<string>, right: ReadonlySet<string>): number {
  const [a, b] = [places(left), places(right)];
  const smaller = Math.min(a.size, b.size);
  return smaller === 0 ? 0 : [...a].filter((hook) => b.has(hook)).length / smaller;
}

function places(hooks: ReadonlySet<string>): Set<string> {
  return new Set([...hooks].map((hook) => hook.replace(/^tracepoint:[^:]*:/, 'tracepoint:*:')));
}
