import type { Term } from '../terms/term.ts';
import type { TermStore } from '../terms/term-store.ts';
import type { Tolerances } from './equivalence.ts';
import { allOf, sameValue, type ShownValue } from './shown-value.ts';
import { isHeader, type ShownOutputs, type ShownRecord } from './shown-outputs.ts';

/**
 * Bool: the records of both paths are the same. `mapNames`: a map of the left program -> its partner on the right.
 * `quiet`: numbers of the events whose text without values does not count.
 */
export function sameRecords(
  store: TermStore,
  left: ShownOutputs,
  right: ShownOutputs,
  tolerances: Tolerances,
  mapNames: ReadonlyMap<string, string>,
  quiet: ReadonlySet<number>,
): { same: Term; hints: Term[] } {
  const mine = inOrder(counted(left.records, tolerances, quiet), (name) => mapNames.get(name) ?? name);
  const theirs = inOrder(counted(right.records, tolerances, quiet), (name) => name);
  const hints = differentStarts(store, valuesOf(mine), valuesOf(theirs));
  if (tolerances.text) return { same: sameList(store, valuesOf(mine), valuesOf(theirs)), hints };
  if (mine.length !== theirs.length) return { same: store.false, hints: [] };
  const same = allOf(
    store,
    mine.map((record, index) => {
      const other = theirs[index];
      return other ? sameRecord(store, record, other, mapNames) : store.false;
    }),
  );
  return { same, hints };
}

/**
 * Bools, each one enough for a difference and much easier for a solver than all ways to differ: two strings begin with
 * another letter. Empty when the lists have not the same shape.
 */
function differentStarts(store: TermStore, left: readonly ShownValue[], right: readonly ShownValue[]): Term[] {
  if (left.length !== right.length) return [];
  return left.flatMap((value, index) => {
    const other = right[index];
    if (value.kind !== 'string' || other?.kind !== 'string') return [];
    if (value.bytes.length === 0 || other.bytes.length === 0) return [];
    const differ = store.not(store.eq(value.bytes.at(0), other.bytes.at(0)));
    return differ.op === 'false' ? [] : [differ];
  });
}

export function sameSignals(store: TermStore, left: ShownOutputs, right: ShownOutputs): Term {
  return sameList(store, left.signals, right.signals);
}

function counted(records: readonly ShownRecord[], { headers }: Tolerances, quiet: ReadonlySet<number>): ShownRecord[] {
  return headers ? records.filter((record) => !isHeader(record, quiet)) : [...records];
}

/** Maps that are cleared one after the other may be so in any order; nobody sees a clearing. */
function inOrder(records: readonly ShownRecord[], partner: (name: string) => string): ShownRecord[] {
  const found: ShownRecord[] = [];
  let run: ShownRecord[] = [];
  const flush = (): void => {
    found.push(...run.sort((one, other) => (key(one) < key(other) ? -1 : 1)));
    run = [];
  };
  const key = ({ text, map }: ShownRecord): string => `${text} ${partner(map ?? '')}`;
  for (const record of records) {
    const clears = /^(?:clear|zero)-map/.test(record.text) && record.map !== null;
    if (!clears || (run[0] && run[0].event !== record.event)) flush();
    if (clears) run.push(record);
    else found.push(record);
  }
  flush();
  return found;
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
  if (map !== right.map || withoutSpace(left.text) !== withoutSpace(right.text)) return store.false;
  return sameList(store, left.values, right.values);
}

/** Where a text is printed in pieces, space at their ends is not known. */
const withoutSpace = (text: string): string => text.replace(/\s+/g, '');

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
