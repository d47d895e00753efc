import { expect, test } from 'vitest';
import type { OutputArgument } from '../compile/compiled.ts';
import { SymbolicBytes } from '../executor/state/symbolic-bytes.ts';
import { TermStore } from '../terms/term-store.ts';
import { recordValues } from './record-values.ts';

const node: OutputArgument['node'] = { kind: 'integer', text: '', type: null, addressSpace: null, children: [] };
const named = (...types: string[]): OutputArgument[] => types.map((type) => ({ type, node }));

function record(store: TermStore, size: number): SymbolicBytes {
  return new SymbolicBytes(
    store,
    Array.from({ length: size }, (_, index) => ({ content: store.constant(index, 8), position: 0 })),
  );
}

test('numbers of a record begin at multiples of eight', () => {
  const store = new TermStore();
  const values = recordValues(store, record(store, 48), named('uint8', 'string[5]', 'int32', 'inet[24]'));
  expect(values.map(({ kind }) => kind)).toEqual(['number', 'string', 'number', 'bytes']);
  const [first, second, third] = values;
  expect(first).toMatchObject({ term: store.constant(8, 64) });
  expect(second?.kind === 'string' && second.bytes.at(0)).toBe(store.constant(16, 8));
  expect(third).toMatchObject({ term: store.constant(0x1b1a1918, 64) });
});

test('texts follow one another without a gap, and a number fills a word', () => {
  const store = new TermStore();
  const values = recordValues(
    store,
    record(store, 64),
    named('string[4]', 'string[16]', 'uint8', 'string[3]', 'kstack'),
  );
  const starts = values.map((value) =>
    value.kind === 'number' ? store.extract(7, 0, value.term).value : value.bytes.at(0).value,
  );
  expect(starts).toEqual([8n, 12n, 32n, 40n, 48n]);
});

test('the record that ends too early, or holds an unknown type, is compared as bytes from there on', () => {
  const store = new TermStore();
  expect(recordValues(store, record(store, 20), named('uint32', 'uint64')).at(-1)).toMatchObject({ kind: 'bytes' });
  const rest = recordValues(store, record(store, 40), named('uint32', 'something new', 'uint8'));
  expect(rest.map(({ kind }) => kind)).toEqual(['number', 'bytes']);
  expect(rest[1]?.kind === 'bytes' && rest[1].bytes.length).toBe(24);
});
