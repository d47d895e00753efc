import type { FinishedPath, SymbolicMap } from '../executor/exploration.ts';
import { formatNumber } from '../counterexample/format-value.ts';
import type { Model } from '../terms/model.ts';
import type { Term } from '../terms/term.ts';
import type { TermStore } from '../terms/term-store.ts';
import { layoutOf } from './record-values.ts';
import { allOf } from './shown-value.ts';
import type { UserMap } from './user-maps.ts';

/** Bool: after both paths the maps hold the same, as paired; a map without a partner holds nothing. */
export function sameMaps(
  store: TermStore,
  left: { path: FinishedPath | null; maps: readonly UserMap[] },
  right: { path: FinishedPath | null; maps: readonly UserMap[] },
  pairing: ReadonlyMap<string, string>,
): Term {
  const partners = new Set(pairing.values());
  const alone = [
    ...left.maps.filter(({ name }) => !pairing.has(name)).map((map) => contentOf(left.path, map)),
    ...right.maps.filter(({ name }) => !partners.has(name)).map((map) => contentOf(right.path, map)),
  ].map((content) => isEmpty(store, content));
  const paired = left.maps.flatMap((map) => {
    const partner = right.maps.find(({ name }) => name === pairing.get(map.name));
    return partner ? [sameContent(store, contentOf(left.path, map), contentOf(right.path, partner), map, partner)] : [];
  });
  return allOf(store, [...alone, ...paired]);
}

function contentOf(path: FinishedPath | null, { definition }: UserMap): SymbolicMap | null {
  return path?.maps.get(definition.name) ?? null;
}

/** Nothing was stored: no entry is there, or it holds the zeros that an array begins with. */
function isEmpty(store: TermStore, content: SymbolicMap | null): Term {
  if (!content) return store.true;
  return allOf(
    store,
    content.entries.map(({ present, value }) => {
      if (content.untouched !== 'zero') return store.not(present);
      return store.eq(value.term(0, value.length), store.constant(0n, value.length * 8));
    }),
  );
}

function sameContent(
  store: TermStore,
  left: SymbolicMap | null,
  right: SymbolicMap | null,
  leftMap: UserMap,
  rightMap: UserMap,
): Term {
  // Other buckets, or a number instead of a histogram: the same only while there is nothing to see.
  if (leftMap.form !== rightMap.form) return store.and(isEmpty(store, left), isEmpty(store, right));
  const keyWidth = Math.max(leftMap.definition.keySize, rightMap.definition.keySize) * 8;
  const valueWidth = Math.max(leftMap.definition.valueSize, rightMap.definition.valueSize) * 8;
  const mine = extendedEntries(store, left, leftMap, keyWidth, valueWidth);
  const theirs = extendedEntries(store, right, rightMap, keyWidth, valueWidth);
  const keys = new Set([...mine, ...theirs].map(({ key }) => key));
  const start = { left: untouched(store, left, valueWidth), right: untouched(store, right, valueWidth) };
  return allOf(
    store,
    [...keys].map((key) => {
      const one = lookUp(store, mine, key, start.left);
      const two = lookUp(store, theirs, key, start.right);
      const bothAbsent = store.and(store.not(one.present), store.not(two.present));
      const bothSame = store.and(store.and(one.present, two.present), store.eq(one.value, two.value));
      return store.or(bothAbsent, bothSame);
    }),
  );
}

interface Entry {
  key: Term;
  present: Term;
  value: Term;
}

/** Integers of different sizes are the same when their values are; other content is padded with zeros. */
function extendedEntries(
  store: TermStore,
  content: SymbolicMap | null,
  map: UserMap,
  keyWidth: number,
  valueWidth: number,
): Entry[] {
  return (content?.entries ?? []).map(({ key, present, value }) => ({
    key: widened(store, key, keyWidth, isSigned(map.keyType)),
    present,
    value: widened(store, value.term(0, value.length), valueWidth, isSigned(map.valueType)),
  }));
}

function widened(store: TermStore, term: Term, width: number, signed: boolean): Term {
  if (term.width >= width) return term;
  return signed ? store.signExtend(term, width) : store.zeroExtend(term, width);
}

const isSigned = (type: string | null): boolean => type !== null && (layoutOf(type)?.signed ?? false);

function untouched(store: TermStore, content: SymbolicMap | null, width: number): Omit<Entry, 'key'> {
  return { present: store.boolean(content?.untouched === 'zero'), value: store.constant(0n, width) };
}

/** An ite chain over the entries; keys of one map are pairwise distinct on a path. */
function lookUp(store: TermStore, entries: readonly Entry[], key: Term, start: Omit<Entry, 'key'>): Omit<Entry, 'key'> {
  let { present, value } = start;
  for (const entry of entries) {
    const here = store.eq(entry.key, key);
    if (here.op === 'false') continue;
    present = store.or(store.and(here, entry.present), store.and(store.not(here), present));
    value = store.ite(here, entry.value, value);
  }
  return { present, value };
}

/** The entries of a map under a model, for people. */
export function showMap(path: FinishedPath | null, map: UserMap, model: Model): string[] {
  const content = contentOf(path, map);
  return (content?.entries ?? []).flatMap(({ key, present, value }) => {
    if (!model.holds(present)) return [];
    const shownKey =
      map.keyType === null && map.definition.typeName.endsWith('array') ? '' : `[${showTerm(key, model)}]`;
    return [`@${map.name}${shownKey} = ${showTerm(value.term(0, value.length), model)}`];
  });
}

function showTerm(term: Term, model: Model): string {
  const value = BigInt(model.value(term));
  return term.width <= 64 ? formatNumber(value, term.width) : `0x${value.toString(16)}`;
}
