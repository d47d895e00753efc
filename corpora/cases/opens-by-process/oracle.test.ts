import { describe, expect, it } from 'vitest';
import { KenError } from '../../../ken/errors.ts';
import { observed } from '../observed.ts';
import oracle from './oracle.ts';

const opens = [
  { actor: 'open-alpha', pid: 22109, tid: 22109, file: 'alpha-7f3q.dat', times: 23 },
  { actor: 'open-beta', pid: 22217, tid: 22217, file: 'beta-k2w9.txt', times: 29 },
  { actor: 'open-gamma', pid: 22321, tid: 22339, file: 'gamma-5h8z.log', times: 37 },
  { actor: 'open-slowly', pid: 22501, tid: 22501, file: 'pipe-3v7j', times: 1 },
];
type Open = (typeof opens)[number];

const account = [
  ...opens.map(
    (open) =>
      `open ${Object.entries(open)
        .map((pair) => pair.join('='))
        .join(' ')}`,
  ),
  'decoy actor=path-decoy pid=22541',
  'decoy actor=inherit-decoy pid=22637',
].join('\n');

const failures = (show: (open: Open) => string | string[], ...more: readonly string[]): number =>
  oracle(
    observed(account, [...opens.flatMap((open) => Array(open.times).fill(show(open)).flat() as string[]), ...more]),
  ).filter(({ holds }) => !holds).length;

const countFailures = (factor: number): number =>
  oracle(
    observed(
      account,
      [],
      opens.map(({ pid, file, times }) => ({ map: '@', key: `${pid}, /tmp/ken-opens/${file}`, value: times * factor })),
    ),
  ).filter(({ holds }) => !holds).length;

/** What reference.bpf.c puts into its ring buffer. */
function ringRecord({ pid, actor, file }: Open): Uint8Array {
  const bytes = Buffer.alloc(276);
  bytes.writeUInt32LE(pid, 0);
  bytes.write(actor, 4, 'latin1');
  bytes.write(`/tmp/ken-opens/${file}`, 20, 'latin1');
  return bytes;
}

const ringFailures = (factor: number): number => {
  const input = observed(account, []);
  const records = opens
    .flatMap((open) => Array<Open>(open.times * factor).fill(open))
    .map((open, sequence) => ({ source: 'ring' as const, sequence, text: '', bytes: ringRecord(open) }));
  return oracle({ ...input, observation: { ...input.observation, records } }).filter(({ holds }) => !holds).length;
};

describe('oracle of opens-by-process', () => {
  it('accepts any sensible layout', () => {
    expect(failures(({ pid, actor, file }) => `${pid} ${actor} /tmp/ken-opens/${file}\n`)).toBe(0);
    expect(failures(({ actor, file }) => `${actor} ${file}`)).toBe(0);
    expect(failures(({ pid, file }) => [`PID ${pid} `, `opened "${file}"\n`])).toBe(0);
    expect(failures(({ tid, actor, file }) => `${tid} ${actor} ${file} fd 4\n`, 'PID COMM FILE\n')).toBe(0);
    expect(countFailures(1)).toBe(0);
  });

  it('refuses a missing name, a missing process, another process, double reports', () => {
    expect(failures(({ pid, actor }) => `${pid} ${actor} 7f001234\n`)).toBe(4);
    expect(failures(({ file }) => `0 ${file}\n`)).toBe(4);
    expect(failures(({ tid, file }) => `PID ${tid} ${file}\n`)).toBe(1);
    expect(failures(({ actor, file }) => `${actor} ${file}\n`, 'open-alpha beta-k2w9.txt\n')).toBe(1);
    expect(failures(({ actor, file }) => [`${actor} ${file}\n`, `${actor} ${file}\n`])).toBe(4);
    expect(countFailures(2)).toBe(4);
  });

  it('reads raw records', () => {
    expect(ringFailures(1)).toBe(0);
    expect(ringFailures(2)).toBe(4);
  });

  it('refuses paths that are not opened and uses of inherited files', () => {
    expect(failures(({ actor, file }) => `${actor} ${file}\n`, 'path-decoy decoy-stat\n')).toBe(1);
    expect(failures(({ actor, file }) => `${actor} ${file}\n`, '22637 inherited-c8y5\n')).toBe(1);
    expect(failures(({ actor, file }) => `${actor} ${file}\n`, 'kenopens inherited-c8y5\n')).toBe(0);
  });

  it('does not judge without the account of the workload', () => {
    expect(() => oracle(observed('open actor=open-alpha', []))).toThrow(KenError);
  });
});
