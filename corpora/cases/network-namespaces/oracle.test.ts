import { describe, expect, it } from 'vitest';
import { KenError } from '../../../ken/errors.ts';
import type { OutputRecord } from '../../../ken/kernel/observation.ts';
import { observed } from '../observed.ts';
import oracle from './oracle.ts';

const account = 'namespaces created=7 deleted=5\ndecoys other_kinds=11 entered=13';
const times = (count: number, text: (number: number) => string): string[] =>
  Array.from({ length: count }, (_, number) => text(number));
const failures = (printed: readonly string[], maps: { map: string; key: string; value: number }[] = []): number =>
  oracle(observed(account, printed, maps)).filter(({ holds }) => !holds).length;

/** Raw records whose second field is the kind of the event. */
function raw(kinds: readonly number[]): boolean {
  const records = kinds.map((kind, sequence): OutputRecord => {
    const bytes = Buffer.alloc(8);
    bytes.writeUInt32LE(4000 + sequence, 0);
    bytes.writeUInt32LE(kind, 4);
    return { source: 'ring', sequence, text: '', bytes };
  });
  const input = observed(account, []);
  return oracle({ ...input, framework: 'libbpf', observation: { ...input.observation, records } }).every(
    ({ holds }) => holds,
  );
}

describe('oracle of network-namespaces', () => {
  it('accepts words of any kind, with a heading, and function names', () => {
    const created = times(7, (number) => `Network namespace created by PID ${number + 400}, comm kennet`);
    const deleted = times(5, (number) => `Network namespace deleted by PID ${number}, comm kworker/u8:${number}`);
    expect(failures([...created, ...deleted])).toBe(0);
    expect(failures(['Tracing network namespace creation and deletion\n', ...created, ...deleted])).toBe(0);
    expect(failures([...times(7, () => 'setup_net\n'), ...times(5, () => 'cleanup_net\n')])).toBe(0);
    expect(
      failures([...times(4, () => 'NEW unshare\n'), ...times(3, () => 'NEW clone\n'), ...times(5, () => 'DEL\n')]),
    ).toBe(0);
  });

  it('accepts counters', () => {
    const counters = (created: number, deleted: number): { map: string; key: string; value: number }[] => [
      { map: '@created', key: '', value: created },
      { map: '@', key: 'kprobe:cleanup_net', value: deleted },
    ];
    expect(failures([], counters(7, 5))).toBe(0);
    expect(failures([], counters(5, 7))).toBe(2);
  });

  it('refuses a missing kind, decoys, double reports and events that are not told apart', () => {
    const lines = (created: number, deleted: number): string[] => [
      ...times(created, (number) => `create ${number}\n`),
      ...times(deleted, (number) => `destroy ${number}\n`),
    ];
    expect(failures(lines(7, 0))).toBe(1);
    expect(failures(lines(0, 5))).toBe(1);
    expect(failures(lines(5, 7))).toBe(2);
    expect(failures(lines(18, 5))).toBe(1);
    expect(failures(lines(14, 5))).toBe(1);
    expect(failures(lines(4, 5))).toBe(1);
    expect(failures(lines(7, 16))).toBe(1);
    expect(failures(times(12, () => 'network namespace event\n'))).toBe(2);
    expect(failures(['Tracing creation\n', 'Tracing deletion\n'])).toBe(2);
  });

  it('finds the kind in raw records', () => {
    expect(raw([1, 2, 1, 2, 1, 2, 1, 1, 2, 1, 2, 1])).toBe(true);
    expect(raw([1, 2, 1, 2, 1, 2, 1, 1, 2, 1, 2])).toBe(false);
    expect(raw(Array<number>(12).fill(0))).toBe(false);
  });

  it('does not judge without the account', () => {
    expect(() => oracle(observed('decoys other_kinds=11 entered=13', []))).toThrow(KenError);
  });
});
