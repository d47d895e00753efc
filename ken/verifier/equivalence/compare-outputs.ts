import type { Term } from '../terms/term.ts';
import type { TermStore } from '../terms/term-store.ts';
import type { Tolerances } from './equivalence.ts';
import { allOf, sameValue, type ShownValue } from './shown-value.ts';
import { isHeader, type ShownOutputs, type ShownRecord } from './shown-outputs.ts';

/** Bool: the records of both paths are the same. `mapNames`: a map of the left program -> its partner on the right. */
export function sameRecords(
  store: TermStore,
  left: ShownOutputs,
  right: ShownOutputs,
  tolerances: Tolerances,
  mapNames: ReadonlyMap<string, string>,
): Term {
  const mine = counted(left.records, tolerances);
  const theirs = counted(right.records, tolerances);
  if (tolerances.text) return sameList(store, valuesOf(mine), valuesOf(theirs));
  if (mine.length !== theirs.length) return store.false;
  return allOf(
    store,
    mine.map((record, index) => {
      const other = theirs[index];
      return other ? sameRecord(store, record, other, mapNames) : store.false;
    }),
  );
}

export function sameSignals(store: TermStore, left: ShownOutputs, right: ShownOutputs): Term {
  return sameList(store, left.signals, right.signals);
}

function counted(records: readonly ShownRecord[], { headers }: Tolerances): ShownRecord[] {
  return headers ? records.filter((record) => !isHeader(record)) : [...records];
}

function valuesOf(records: readonly ShownRecord[]): ShownValue[] {
  return records.flatMap(({ values }) => values);
}

function sameRecord(
  store: TermStore,
  left: ShownRecord,
  right: ShownRecord,
  mapNames: ReadonlyMap<string, string>,
): Term {
  const map = left.map === null ? null : (mapNames.get(left.map) ?? left.map);
  if (map !== right.map || (left.map === null && left.text !== right.text)) return store.false;
  return sameList(store, left.values, right.values);
}

function sameList(store: TermStore, left: readonly ShownValue[], right: readonly ShownValue[]): Term {
  if (left.length !== right.length) return store.false;
  return allOf(
    store,
    left.map((value, index) => {
      const other = right[index];
      return other ? sameValue(store, value, other) : store.false;
    }),
  );
}
