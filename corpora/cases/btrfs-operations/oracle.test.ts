import { expect, it } from 'vitest';
import { observed } from '../observed.ts';
import oracle from './oracle.ts';

const account = `
process actor=kenelsewhere pid=26117
process actor=kenreader pid=26229
process actor=kenwriter pid=26347
calls reads=5 writes=3 syncs=2`;

const judge = (lines: string[], counts: Record<string, number> = {}): boolean => {
  const maps = Object.entries(counts).map(([key, value]) => ({ map: '@', key, value }));
  const printed = lines.map((line) => `${line}\n`);
  return oracle(observed(account, printed, maps)).every(({ holds }) => holds);
};

it('accepts operations with their processes', () => {
  expect(
    judge([
      '26229 kenreader btrfs_file_read_iter',
      '26347 kenwriter btrfs_file_write_iter',
      '26347 kenwriter btrfs_sync_file',
    ]),
  ).toBe(true);
  expect(judge(['read by 26229', 'write by 26347', 'fsync by 26347'])).toBe(true);
});

it('refuses operations that are not told apart, missing ones, and another file system', () => {
  expect(judge(['26229 kenreader', '26347 kenwriter'])).toBe(false);
  expect(judge(['write by 26347', 'fsync by 26347'])).toBe(false);
  expect(judge(['read by 26229', 'write by 26347', 'fsync by 26347', 'read by 26117'])).toBe(false);
});

it('accepts right counts by kind', () => {
  expect(judge([], { btrfs_file_read_iter: 5, btrfs_file_write_iter: 3, btrfs_sync_file: 2 })).toBe(true);
  expect(judge([], { btrfs_file_read_iter: 10, btrfs_file_write_iter: 6, btrfs_sync_file: 4 })).toBe(false);
});
