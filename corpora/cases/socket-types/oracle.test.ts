import { describe, expect, it } from 'vitest';
import { KenError } from '../../../ken/errors.ts';
import type { Finding } from '../../../harness/judge/oracle.ts';
import { observed } from '../observed.ts';
import oracle from './oracle.ts';

const actors = [
  { actor: 'stream-four', pid: 24211, tid: 24211, family: 2, type: 1, flags: 0, name: 'SOCK_STREAM' },
  { actor: 'stream-six', pid: 24317, tid: 24317, family: 10, type: 1, flags: 0, name: 'SOCK_STREAM' },
  { actor: 'dgram-six', pid: 24421, tid: 24450, family: 10, type: 2, flags: 0, name: 'SOCK_DGRAM' },
  { actor: 'raw-six', pid: 24533, tid: 24533, family: 10, type: 3, flags: 524288, name: 'SOCK_RAW' },
  { actor: 'seq-unix', pid: 24611, tid: 24611, family: 1, type: 5, flags: 2048, name: 'SOCK_SEQPACKET' },
];
type Actor = (typeof actors)[number];

const account = [
  ...actors.map(
    ({ actor, pid, type, flags }) => `sockets actor=${actor} pid=${pid} type=${type} flags=${flags} operations=7`,
  ),
  'decoy actor=file-decoy pid=24709',
].join('\n');

const failures = (show: (actor: Actor) => string[], ...more: string[]): Finding[] =>
  oracle(
    observed(account, [...actors.flatMap((actor) => Array.from({ length: 7 }, () => show(actor)).flat()), ...more]),
  ).filter(({ holds }) => !holds);

const counted = (key: (actor: Actor) => string, value: number): number =>
  oracle(
    observed(
      account,
      [],
      actors.map((actor) => ({ map: '@', key: key(actor), value })),
    ),
  ).filter(({ holds }) => !holds).length;

describe('oracle of socket-types', () => {
  it('accepts numbers, flags, names, several prints on a line', () => {
    expect(failures(({ pid, type }) => [`${pid} ${type}\n`])).toEqual([]);
    expect(failures(({ pid, type, flags }) => [`pid=${pid} type=0x${(type | flags).toString(16)}\n`])).toEqual([]);
    expect(failures(({ pid, name }) => [`PID ${pid}, type `, name, '\n'])).toEqual([]);
    expect(failures(({ pid, name }) => [`${pid} ${name.replace('SOCK_', '').toLowerCase()}\n`])).toEqual([]);
    expect(failures(({ pid, type }) => [`${pid} socket type ${type}\n`, `${pid} bind fd 61\n`])).toEqual([]);
  });

  it('accepts counters whose key shows both', () => {
    expect(counted(({ pid, type }) => `${pid}, ${type}`, 7)).toBe(0);
    expect(counted(({ pid, type }) => `${pid}, ${type}`, 6)).toBe(5);
    expect(counted(({ pid }) => `${pid}`, 7)).toBe(5);
  });

  it('refuses another number as the type, a process name as the id, and files', () => {
    expect(failures(({ pid, family }) => [`${pid} ${family}\n`])).toHaveLength(5);
    expect(failures(({ pid, type, family }) => [`${pid} type: ${family} protocol: ${type}\n`])).toHaveLength(5);
    expect(failures(({ actor, type }) => [`${actor} ${type}\n`])).toHaveLength(5);
    expect(failures(({ tid, type }) => [`${tid} ${type}\n`])).toHaveLength(1);
    expect(failures(({ pid, actor }) => [`${pid} ${actor}\n`])).toHaveLength(5);
    expect(failures(({ pid, type }) => [`${pid} ${type}\n`], '24709 1\n')).toHaveLength(1);
  });

  it('finds a type of 16 bits in a raw record', () => {
    const input = observed(account, []);
    const records = actors.flatMap(({ pid, type }) =>
      Array.from({ length: 7 }, (_, sequence) => {
        const bytes = Buffer.alloc(8);
        bytes.writeUInt32LE(pid, 0);
        bytes.writeUInt16LE(10, 4);
        bytes.writeUInt16LE(type, 6);
        return { source: 'ring' as const, sequence, text: '', bytes };
      }),
    );
    expect(oracle({ ...input, observation: { ...input.observation, records } }).every(({ holds }) => holds)).toBe(true);
  });

  it('does not judge an incomplete workload', () => {
    expect(() => oracle(observed(account.split('\n').slice(1).join('\n'), []))).toThrow(KenError);
  });
});
