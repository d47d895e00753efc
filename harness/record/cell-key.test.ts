import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cellKey, cellSeed } from './cell-key.ts';
import type { CellIdentity } from './cell-key.ts';

const identity: CellIdentity = {
  caseHash: 'c'.repeat(64),
  configuration: { name: 'zero-shot', attempts: 1 },
  model: { name: 'm', provider: 'p', temperature: 0 },
  promptVersion: 'p1',
  toolchain: { kernel: '6.12', bpftrace: '0.23', image: 'i' },
  trial: 1,
};

test('a key never changes by accident: older runs must stay resumable', () => {
  expect(cellKey(identity)).toBe('84fda8e49c62fed99f54122cf357f924a4832db72ea1edcc4cff0dd94f34f8d8');
});

test('every part of the identity is in the key', () => {
  const changed: CellIdentity[] = [
    { ...identity, caseHash: 'd' },
    { ...identity, configuration: { name: 'zero-shot', attempts: 2 } },
    { ...identity, model: { name: 'm', provider: 'p', temperature: 0.1 } },
    { ...identity, promptVersion: 'p2' },
    { ...identity, toolchain: { kernel: '6.1', bpftrace: '0.23', image: 'i' } },
    { ...identity, toolchain: null },
    { ...identity, trial: 2 },
  ];
  expect(new Set([identity, ...changed].map(cellKey)).size).toBe(changed.length + 1);
});

test('seeds are 31-bit, repeatable, and differ between runs and cells', () => {
  fc.assert(
    fc.property(fc.nat(), fc.string(), (seed, key) => {
      const value = cellSeed(seed, key);
      expect(Number.isInteger(value) && value >= 0 && value < 2 ** 31).toBe(true);
      expect(cellSeed(seed, key)).toBe(value);
    }),
  );
  expect(cellSeed(1, 'a')).not.toBe(cellSeed(2, 'a'));
  expect(cellSeed(1, 'a')).not.toBe(cellSeed(1, 'b'));
});
