import { expect, it } from 'vitest';
import { observed } from '../observed.ts';
import oracle from './oracle.ts';

const moves = [
  { pid: 31013, old: 'ken-lamp', next: 'ken-lantern' },
  { pid: 31013, old: 'ken-chair', next: 'ken-chair' },
  { pid: 31013, old: 'ken-trunk', next: 'ken-crate' },
  { pid: 31219, old: 'ken-sofa', next: 'ken-bench' },
];
const account = [
  ...moves.map(({ pid, old, next }) => `moved pid=${pid} old=${old} new=${next}`),
  'decoy kind=within pid=31117 names=2 a=ken-clock b=ken-watch',
].join('\n');

const accepts = (show: (move: (typeof moves)[number]) => string, ...more: string[]): boolean =>
  oracle(observed(account, [...moves.map(show), ...more])).every(({ holds }) => holds);

it('accepts names and paths in any layout', () => {
  expect(accepts(({ pid, old, next }) => `${pid} ${old} -> ${next}\n`)).toBe(true);
  expect(accepts(({ pid, old, next }) => `mv[${pid}]: to=/tmp/b/${next} from=/tmp/a/${old}\n`, 'TIME PID\n')).toBe(
    true,
  );
});

it('refuses swapped names, a missing process, repeated reports and renames within a directory', () => {
  expect(accepts(({ pid, old, next }) => `${pid} ${next} -> ${old}\n`)).toBe(false);
  expect(accepts(({ old, next }) => `${old} -> ${next}\n`)).toBe(false);
  expect(accepts(({ pid, old, next }) => `${pid} ${old} -> ${next}\n`, '31013 ken-lamp -> ken-lantern\n')).toBe(false);
  expect(accepts(({ pid, old, next }) => `${pid} ${old} -> ${next}\n`, '31117 ken-clock -> ken-watch\n')).toBe(false);
});
