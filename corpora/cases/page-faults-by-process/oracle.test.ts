import { describe, expect, it } from 'vitest';
import { KenError } from '../../../ken/errors.ts';
import { observed } from '../observed.ts';
import oracle from './oracle.ts';

const actors = [
  { actor: 'fault-new', pid: 26107, pages: 1304, minor: 1330, major: 0 },
  { actor: 'fault-zero', pid: 26209, pages: 1507, minor: 1530, major: 0 },
  { actor: 'fault-file', pid: 26321, pages: 1709, minor: 1730, major: 0 },
  { actor: 'fault-copy', pid: 26423, pages: 1103, minor: 2240, major: 0 },
  { actor: 'fault-threads', pid: 26531, pages: 1908, minor: 1960, major: 0 },
  { actor: 'fault-major', pid: 26633, pages: 907, minor: 40, major: 907 },
  { actor: 'no-faults', pid: 26779, pages: 1500, minor: 22, major: 0 },
];
type Actor = (typeof actors)[number];

const account = actors
  .map(
    (actor) =>
      `faults ${Object.entries(actor)
        .map((pair) => pair.join('='))
        .join(' ')}`,
  )
  .join('\n');
const all = ({ minor, major }: Actor): number => minor + major;

const failures = (key: (actor: Actor) => string, ...counts: ((actor: Actor) => number)[]): number =>
  oracle(
    observed(
      account,
      [],
      counts.flatMap((count) => actors.map((actor) => ({ map: '@', key: key(actor), value: count(actor) }))),
    ),
  ).filter(({ holds }) => !holds).length;

describe('oracle of page-faults-by-process', () => {
  it('accepts totals, and counts per interval that start anew', () => {
    expect(failures(({ actor }) => actor, all)).toBe(0);
    expect(failures(({ pid }) => `${pid}`, all)).toBe(0);
    const part = (actor: Actor): number => Math.floor(all(actor) / 3);
    expect(
      failures(
        ({ pid, actor }) => `${actor}, ${pid}`,
        part,
        (actor) => all(actor) - part(actor),
      ),
    ).toBe(0);
    expect(failures(({ pid }) => `${pid}`, part, all)).toBe(0);
  });

  it('refuses samples, double counts, one class only, counts of no process', () => {
    expect(
      failures(
        ({ actor }) => actor,
        (actor) => Math.floor(all(actor) / 100),
      ),
    ).toBe(6);
    expect(
      failures(
        ({ actor }) => actor,
        (actor) => 2 * all(actor),
      ),
    ).toBeGreaterThan(3);
    expect(
      failures(
        ({ actor }) => actor,
        ({ minor }) => minor,
      ),
    ).toBe(1);
    expect(
      failures(
        ({ actor }) => actor,
        ({ major }) => major,
      ),
    ).toBe(5);
    expect(failures(() => '', all)).toBe(6);
    expect(
      failures(
        ({ actor }) => actor,
        ({ pages }) => pages,
      ),
    ).toBe(1);
  });

  it('refuses prints of single faults without a number', () => {
    const lines = actors.flatMap((actor) => Array<string>(all(actor)).fill(`fault in ${actor.actor}\n`));
    expect(oracle(observed(account, lines)).filter(({ holds }) => !holds)).toHaveLength(6);
  });

  it('does not judge when the guest did not fault as it should', () => {
    expect(() => oracle(observed(account.replace('major=907', 'major=0'), []))).toThrow(KenError);
  });
});
