import { describe, expect, it } from 'vitest';
import { SymbolicBytes } from '../executor/state/symbolic-bytes.ts';
import { TermStore } from '../terms/term-store.ts';
import { sameRecords, sameSignals } from './compare-outputs.ts';
import { defaultTolerances, type Tolerances } from './equivalence.ts';
import type { ShownRecord } from './shown-outputs.ts';
import type { ShownValue } from './shown-value.ts';

const store = new TermStore();
const x = store.variable('x', 64);
const y = store.variable('y', 64);
const number = (term = x): ShownValue => ({ kind: 'number', term });

function text(length: number, name: string): ShownValue {
  const slots = Array.from({ length }, (_, index) => ({ content: store.variable(`${name}${index}`, 8), position: 0 }));
  return { kind: 'string', bytes: new SymbolicBytes(store, slots) };
}

const record = (format: string, values: ShownValue[] = [], rest: Partial<ShownRecord> = {}): ShownRecord => ({
  ...{ event: 1, text: format, format, map: null, values },
  ...rest,
});

function compare(
  left: ShownRecord[],
  right: ShownRecord[],
  tolerances: Partial<Tolerances> = {},
  mapNames: [string, string][] = [],
  quiet: number[] = [],
): ReturnType<typeof sameRecords> {
  return sameRecords(
    store,
    { records: left, signals: [] },
    { records: right, signals: [] },
    { ...defaultTolerances, ...tolerances },
    new Map(mapNames),
    new Set(quiet),
  );
}

describe('records', () => {
  it('are the same when text and values are', () => {
    expect(compare([record('%d', [number()])], [record('%d', [number()])]).same).toBe(store.true);
    expect(compare([record('%d', [number(x)])], [record('%d', [number(y)])]).same).toBe(store.eq(x, y));
  });

  it('differ in number, order, text and shape', () => {
    const one = record('%d', [number()]);
    const other = record('n=%d', [number()]);
    expect(compare([one], [one, one]).same).toBe(store.false);
    expect(compare([one, other], [other, one]).same).toBe(store.false);
    expect(compare([one], [other]).same).toBe(store.false);
    expect(compare([one], [record('%d', [number(), number()])]).same).toBe(store.false);
    expect(compare([one], [record('%d', [text(2, 'a')])]).same).toBe(store.false);
  });

  it('may differ in white space, and with the tolerance `text` in all that is no value', () => {
    expect(compare([record('%d  %s', [number()])], [record('%d %s', [number()])]).same).toBe(store.true);
    const pieces = [record('a', [number(x)]), record('b', [number(y)])];
    expect(compare(pieces, [record('c', [number(x), number(y)])], { text: true }).same).toBe(store.true);
    expect(compare(pieces, [record('c', [number(y), number(x)])], { text: true }).same).toBe(store.eq(x, y));
  });

  it('without values in an event that is quiet are headers', () => {
    const header = record('PID COMM', [], { event: 1 });
    const line = record('%d', [number()], { event: 2 });
    expect(compare([header, line], [line], {}, [], [1]).same).toBe(store.true);
    expect(compare([header, line], [line], { headers: false }, [], [1]).same).toBe(store.false);
    expect(compare([header, line], [line]).same).toBe(store.false);
  });

  it('name maps, which may have other names on the right', () => {
    const [left, right] = [record('print', [], { map: 'a' }), record('print', [], { map: 'b' })];
    expect(compare([left], [right]).same).toBe(store.false);
    expect(compare([left], [right], {}, [['a', 'b']]).same).toBe(store.true);
  });

  it('that clear maps of one event may come in any order, others not', () => {
    const clear = (map: string, event = 1): ShownRecord => record('clear-map', [], { map, event });
    expect(compare([clear('a'), clear('b')], [clear('b'), clear('a')]).same).toBe(store.true);
    expect(compare([clear('a', 1), clear('b', 2)], [clear('b', 1), clear('a', 2)]).same).toBe(store.false);
    const show = (map: string): ShownRecord => record('print-map', [], { map });
    expect(compare([show('a'), show('b')], [show('b'), show('a')]).same).toBe(store.false);
  });
});

describe('hints', () => {
  it('are other first letters of strings in the same place', () => {
    const { same, hints } = compare([record('%s', [text(4, 'a')])], [record('%s', [text(4, 'b')])]);
    expect(same).not.toBe(store.true);
    expect(hints).toEqual([store.not(store.eq(store.variable('a0', 8), store.variable('b0', 8)))]);
  });

  it('are none for one and the same string, nor for numbers', () => {
    const value = text(4, 'a');
    expect(compare([record('%s', [value])], [record('%s', [value])]).hints).toEqual([]);
    expect(compare([record('%d', [number(x)])], [record('%d', [number(y)])]).hints).toEqual([]);
  });
});

describe('signals', () => {
  it('are compared in order, apart from the records', () => {
    const signals = (...sent: ShownValue[]): { records: []; signals: ShownValue[] } => ({ records: [], signals: sent });
    expect(sameSignals(store, signals(number(x)), signals(number(x)))).toBe(store.true);
    expect(sameSignals(store, signals(number(x)), signals())).toBe(store.false);
    expect(sameSignals(store, signals(number(x)), signals(number(y)))).toBe(store.eq(x, y));
  });
});
