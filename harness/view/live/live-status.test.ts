import { expect, test } from 'vitest';
import { paceText } from './live-status.ts';

const every = (seconds: number, count: number, end = 10_000_000): { finishedAt: number }[] =>
  Array.from({ length: count }, (_, position) => ({ finishedAt: end - position * seconds * 1000 }));

test.each([
  [every(10, 31), 60, '6.0 cells/min · 10 min 00 s left'],
  [every(10, 31), 0, '6.0 cells/min · last cells'],
  [every(10, 2), 60, 'the pace shows after a few cells'],
  [[], 60, 'the pace shows after a few cells'],
  [every(0, 5), 60, 'the pace shows after a few cells'],
  // A pause of an hour: only what came after it counts.
  [[...every(30, 5), ...every(1, 20, 10_000_000 - 3_600_000)], 4, '2.0 cells/min · 2 min 00 s left'],
])('%#', (cells, left, expected) => {
  expect(paceText(cells, left)).toBe(expected);
});
