import { describe, expect, it } from 'vitest';
import { KenError } from '../../../ken/errors.ts';
import { observed } from '../observed.ts';
import oracle from './oracle.ts';

const segments = [
  { kind: 'keyed', pid: 25219, thread: 25219, key: 1262833201, size: 7654321 },
  { kind: 'private', pid: 25219, thread: 25219, key: 0, size: 13371337 },
  { kind: 'thread', pid: 25219, thread: 25220, key: 0, size: 9182737 },
  { kind: 'user', pid: 25321, thread: 25321, key: 0, size: 21436587 },
];
type Segment = (typeof segments)[number];

const account = [
  ...segments.map(
    (segment) =>
      `segment ${Object.entries(segment)
        .map((pair) => pair.join('='))
        .join(' ')}`,
  ),
  ...['anonymous 5432107', 'memfd 6543211', 'posix 8765437'].map((decoy) =>
    decoy.replace(/(\S+) (\S+)/, 'decoy kind=$1 pid=25111 size=$2'),
  ),
  'done pid=1',
].join('\n');

const accepts = (show: (segment: Segment) => string, ...more: readonly string[]): boolean =>
  oracle(observed(account, [...segments.map(show), ...more])).every(({ holds }) => holds);

describe('oracle of shared-memory', () => {
  it('accepts any layout that shows each size', () => {
    expect(accepts(({ pid, size }) => `PID ${pid} requests ${size} bytes`)).toBe(true);
    expect(accepts(({ size }) => `0x${size.toString(16)}\n`, 'shmat id=3\n')).toBe(true);
    expect(accepts(({ thread, pid, size }) => `pid ${pid} tid ${thread} ${Math.ceil(size / 1024)} KiB\n`)).toBe(true);
    const table = segments.map(({ size }) => ({ map: '@', key: `kenshm,${size}`, value: 1 }));
    expect(oracle(observed(account, [], table)).every(({ holds }) => holds)).toBe(true);
  });

  it('refuses other fields, missing segments, other memory and a thread id as the process', () => {
    expect(accepts(({ key }) => `size ${key}\n`)).toBe(false);
    expect(accepts(({ key, size }) => (key === 0 ? '' : `size ${size}\n`))).toBe(false);
    expect(accepts(({ size }) => `size ${size}\n`, 'size 6543211\n')).toBe(false);
    expect(accepts(({ thread, size }) => `pid ${thread} size ${size}\n`)).toBe(false);
    expect(accepts(() => '')).toBe(false);
  });

  it('does not judge when a segment was not made', () => {
    expect(() => oracle(observed(account.replace(/segment kind=user.*\n/, ''), []))).toThrow(KenError);
  });
});
