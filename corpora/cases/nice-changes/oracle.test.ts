import { describe, expect, it } from 'vitest';
import { observed } from '../observed.ts';
import oracle from './oracle.ts';

type Change = readonly [task: number, before: number, after: number];

const changes: Change[] = [
  [24113, 4, 11],
  [24113, 11, -13],
  [24217, 4, 17],
  [24329, 4, 14],
  [24341, 4, 14],
  [24457, 4, 6],
];

const account = [
  ...changes.map(([task, before, after]) => `change task=${task} old=${before} new=${after}`),
  ...['nice-reader', 'nice-refused', 'nice-policy'].map((name, index) => `decoy name=${name} pid=${24611 + index}`),
].join('\n');

const failures = (show: (...change: Change) => string, ...more: readonly string[]): number =>
  oracle(observed(account, [...changes.map((change) => show(...change)), ...more])).filter(({ holds }) => !holds)
    .length;

describe('oracle of nice-changes', () => {
  it('accepts any layout', () => {
    expect(failures((task, before, after) => `${task} nice-x ${before} ${after}\n`)).toBe(0);
    expect(failures((task, before, after) => `renice: tid=${task} old_nice=${before} new_nice=${after}\n`)).toBe(0);
    expect(failures((task, before, after) => `by 24551: new: ${after}, old: ${before}, task ${task}\n`)).toBe(0);
  });

  it('refuses values that labels or an arrow turn round, and what lacks the task or a value', () => {
    expect(failures((task, before, after) => `${task} ${after} -> ${before}\n`)).toBe(6);
    expect(failures((task, before, after) => `${task} old nice ${after} new nice ${before}\n`)).toBe(6);
    expect(failures((_, before, after) => `24551 ${before} -> ${after}\n`)).toBe(6);
    expect(failures((task, _, after) => `${task} ${after}\n`)).toBe(6);
    expect(failures((task, before, after) => `${task} ${before} ${after & 0xff}\n`)).toBe(1);
  });

  it('refuses the decoys', () => {
    expect(failures((task, before, after) => `${task} ${before} ${after}\n`, '24612 4 -1\n')).toBe(1);
  });
});
