import type { MutableSource } from '../mutable-source.ts';
import { type Mutation, replacement } from '../mutant.ts';

/** Words of bpftrace that are easily taken for each other. */
const builtins: readonly (readonly [string, string])[] = [
  ['pid', 'tid'],
  ['uid', 'gid'],
  ['arg0', 'arg1'],
  ['arg2', 'arg1'],
  ['arg3', 'arg2'],
  ['kstack', 'ustack'],
  ['curtask', 'arg0'],
  ['cpu', 'tid'],
  ['nsecs', 'elapsed'],
];
const aggregations: readonly (readonly [string, string])[] = [
  ['min', 'max'],
  ['avg', 'sum'],
  ['sum', 'max'],
];

export function mutateBuiltins({ code, text, framework }: MutableSource): Mutation[] {
  if (framework === 'libbpf') return mutateHelpers({ code, text });
  const swaps = both(builtins);
  return words(code, /(?<![\w$@.]|->)[a-z][a-z0-9]*(?![\w(])/g).flatMap(({ word, start, end }) =>
    (swaps.get(word) ?? []).slice(0, 1).map((other) => replacement('builtin', text, start, end, other)),
  );
}

/** Halves of the number that holds a pid and a tid, or a uid and a gid, and the two clocks. */
function mutateHelpers({ code, text }: Pick<MutableSource, 'code' | 'text'>): Mutation[] {
  const halves = [...code.matchAll(/bpf_get_current_(?:pid_tgid|uid_gid)\s*\(\s*\)(\s*>>\s*32)?/g)].map((match) => {
    const end = match.index + match[0].length;
    const call = text.slice(match.index, end - (match[1]?.length ?? 0));
    const other = match[1] === undefined ? `(${call} >> 32)` : `(__u32)${call}`;
    return replacement('builtin', text, match.index, end, other);
  });
  const helpers = both([['bpf_get_current_pid_tgid', 'bpf_get_current_uid_gid']]);
  const swapped = words(code, /\bbpf_\w+(?=\s*\()/g).flatMap(({ word, start, end }) =>
    (helpers.get(word) ?? []).map((other) => replacement('builtin', text, start, end, other)),
  );
  return [...halves, ...swapped];
}

export function mutateAggregations({ code, text, framework }: MutableSource): Mutation[] {
  if (framework === 'libbpf') return [];
  const swaps = both(aggregations);
  return words(code, /\b(?:min|max|avg|sum)(?=\s*\()/g).flatMap(({ word, start, end }) =>
    (swaps.get(word) ?? []).map((other) => replacement('aggregation', text, start, end, other)),
  );
}

/** A map's name becomes that of another map of the program. */
export function mutateMaps({ code, text, framework }: MutableSource): Mutation[] {
  const pattern = framework === 'bpftrace' ? /@\w*/g : /(?<=\bbpf_map_\w+\s*\(\s*&)\w+/g;
  const found = words(code, pattern);
  const names = [...new Set(found.map(({ word }) => word))];
  if (names.length < 2) return [];
  return found.map(({ word, start, end }) => {
    const other = names[(names.indexOf(word) + 1) % names.length] ?? word;
    return replacement('map', text, start, end, other);
  });
}

/** A member of a tracepoint's or an fentry probe's arguments becomes another one that the program reads. */
export function mutateArguments({ code, text, framework }: MutableSource): Mutation[] {
  const found = words(code, framework === 'bpftrace' ? /(?<=\bargs(?:\.|->))\w+/g : /(?<=\bctx->)\w+/g);
  const names = [...new Set(found.map(({ word }) => word))];
  if (names.length < 2) return [];
  return found.map(({ word, start, end }) => {
    const other = names[(names.indexOf(word) + 1) % names.length] ?? word;
    return replacement('field', text, start, end, other);
  });
}

function words(code: string, pattern: RegExp): { word: string; start: number; end: number }[] {
  return [...code.matchAll(pattern)].map(({ 0: word, index }) => ({ word, start: index, end: index + word.length }));
}

/** The first pair that names a word decides. */
function both(pairs: readonly (readonly [string, string])[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [one, other] of pairs) {
    found.set(one, [...(found.get(one) ?? []), other]);
    found.set(other, [...(found.get(other) ?? []), one]);
  }
  return found;
}
