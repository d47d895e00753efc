import { describe, expect, it } from 'vitest';
import { KenError } from '../../../ken/errors.ts';
import { observed } from '../observed.ts';
import oracle from './oracle.ts';

const kills = [
  { sender: 23011, thread: 23011, name: 'kensender', target: 21431, signal: 12, times: 1 },
  { sender: 23011, thread: 23011, name: 'kensender', target: 21431, signal: 47, times: 3 },
  { sender: 23011, thread: 23011, name: 'kensender', target: 21577, signal: 15, times: 1 },
  { sender: 23011, thread: 23011, name: 'kensender', target: 21577, signal: 9, times: 1 },
  { sender: 23117, thread: 23117, name: 'kenleader', target: -21713, signal: 28, times: 2 },
  { sender: 23227, thread: 23227, name: 'kenself', target: 23227, signal: 24, times: 1 },
  { sender: 23339, thread: 23340, name: 'kenworker', target: 21431, signal: 53, times: 1 },
];
type Kill = (typeof kills)[number];

const decoys = [
  'tgkill 24107 41',
  'tkill 24203 42',
  'sigqueue 24317 43',
  'pidfd 24419 45',
  'timer 24527 14',
  'pipe 24631 13',
];
const account = [
  ...kills.map(
    (kill) =>
      `kill ${Object.entries(kill)
        .map((pair) => pair.join('='))
        .join(' ')}`,
  ),
  ...decoys.map((decoy) => decoy.replace(/(\S+) (\S+) (\S+)/, 'decoy how=$1 sender=$2 name=ken$1 signal=$3')),
  'ended pid=21577 signal=9',
  'done pid=1',
].join('\n');

const accepts = (show: (kill: Kill) => string, ...more: readonly string[]): boolean =>
  oracle(observed(account, [...kills.flatMap((kill) => Array<string>(kill.times).fill(show(kill))), ...more])).every(
    ({ holds }) => holds,
  );

const counts = (key: (kill: Kill) => string, factor = 1): boolean => {
  const entries = kills.map((kill) => ({ map: '@', key: key(kill), value: kill.times * factor }));
  return oracle(observed(account, [], entries)).every(({ holds }) => holds);
};

describe('oracle of kill-signals', () => {
  it('accepts the sender, the target or both, numbers or names, an unsigned target', () => {
    expect(
      accepts(
        ({ sender, signal, target }) => `PID ${sender} issued kill signal to PID ${target} with signal ${signal}\n`,
      ),
    ).toBe(true);
    expect(accepts(({ name, signal }) => `${name} ${signal === 9 ? 'SIGKILL' : signal}`)).toBe(true);
    expect(accepts(({ sender, signal, target }) => `${sender}: kill -${signal} ${target}\n`)).toBe(true);
    expect(accepts(({ target, signal }) => `signal ${signal} to ${target >>> 0}\n`)).toBe(true);
    expect(accepts(({ thread, sender, signal }) => `pid ${sender} tid ${thread} signal: ${signal}\n`)).toBe(true);
  });

  it('accepts exact counters only', () => {
    expect(counts(({ sender, signal }) => `${sender},${signal}`)).toBe(true);
    expect(counts(({ name, signal }) => `${name},${signal}`)).toBe(true);
    expect(counts(({ sender, signal }) => `${sender},${signal}`, 2)).toBe(false);
    expect(counts(({ sender }) => `${sender}`)).toBe(false);
  });

  it('rejects a missing signal, a wrong one, and a thread id for the process', () => {
    expect(accepts(({ sender, target }) => `${sender} ${target}\n`)).toBe(false);
    expect(accepts(({ sender, signal }) => `${sender} ${signal & 31}\n`)).toBe(false);
    expect(accepts(({ thread, signal, target }) => `${thread} sent ${signal} to ${target}\n`)).toBe(false);
  });

  it('rejects labels that name another number, and reports of signals sent in another way', () => {
    expect(accepts(({ sender, signal }) => `${sender} sent signal ${signal} to ${sender + 1}\n`)).toBe(false);
    expect(accepts(({ target, signal }) => `pid 0 sent signal ${signal} to ${target}\n`)).toBe(false);
    expect(accepts(({ sender, signal }) => `${sender} ${signal}\n`, '24317 43\n')).toBe(false);
    expect(accepts(({ name, signal }) => `${name} ${signal}\n`, 'kenpipe 13\n')).toBe(false);
  });

  it('rejects silence, and throws when the workload sent nothing', () => {
    expect(oracle(observed(account, [])).every(({ holds }) => holds)).toBe(false);
    expect(() => oracle(observed('done pid=1', []))).toThrow(KenError);
  });
});
