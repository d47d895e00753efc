import { describe, expect, it } from 'vitest';
import { KenError } from '../../../ken/errors.ts';
import type { Finding } from '../../../harness/judge/oracle.ts';
import { observed } from '../observed.ts';
import oracle from './oracle.ts';

interface Connect {
  actor: string;
  pid: number;
  saddr: string;
  daddr: string;
  dport: number;
  sport: number;
}

const calls = (count: number, from: number, connect: Omit<Connect, 'sport'>): Connect[] =>
  Array.from({ length: count }, (_, index) => ({ ...connect, sport: from + index }));

const connects: Connect[] = [
  ...calls(13, 35501, { actor: 'dial-four', pid: 24211, saddr: '127.3.3.7', daddr: '127.77.13.9', dport: 18080 }),
  ...calls(17, 41513, { actor: 'dial-six', pid: 24317, saddr: '::1', daddr: '::1', dport: 23117 }),
  ...calls(19, 52541, { actor: 'dial-thread', pid: 24421, saddr: '127.0.0.1', daddr: '127.91.5.2', dport: 26711 }),
];

const account = [
  ...connects.map((connect) => {
    const fields = Object.entries(connect).map((pair) => pair.join('='));
    return `connect ${fields.join(' ')} family=${connect.actor === 'dial-six' ? 6 : 4} errno=0`;
  }),
  ...[24101, 24108].map((pid) => `decoy actor=passive-side pid=${pid}`),
  'decoy actor=udp-decoy pid=24611',
  'decoy actor=unix-decoy pid=24709',
].join('\n');

const failures = (show: (connect: Connect) => string | string[], ...more: readonly string[]): Finding[] =>
  oracle(observed(account, [...connects.flatMap(show), ...more])).filter(({ holds }) => !holds);

/** What reference.bpf.c puts into its ring buffer; `order` is that of the destination port. */
function ringRecord({ pid, actor, sport, dport }: Connect, order: 'host' | 'network'): Uint8Array {
  const bytes = Buffer.alloc(60);
  bytes.writeUInt32LE(pid, 0);
  bytes.writeUInt16LE(actor === 'dial-six' ? 10 : 2, 4);
  bytes.writeUInt16LE(sport, 6);
  bytes.writeUInt16LE(order === 'host' ? dport : swapped(dport), 8);
  bytes.write(actor, 44, 'latin1');
  return bytes;
}

const ringFailures = (shown: readonly Connect[], order: 'host' | 'network'): number => {
  const input = observed(account, []);
  const records = shown.map((connect, sequence) => {
    return { source: 'ring' as const, sequence, text: '', bytes: ringRecord(connect, order) };
  });
  return oracle({ ...input, observation: { ...input.observation, records } }).filter(({ holds }) => !holds).length;
};

const swapped = (port: number): number => ((port & 255) << 8) | (port >> 8);

describe('oracle of tcp-connect', () => {
  it('accepts any sensible layout', () => {
    expect(failures(({ pid }) => `PID ${pid} initiated a TCP connection`)).toEqual([]);
    expect(failures(({ actor, daddr, dport }) => `${actor} -> ${daddr}:${dport}\n`)).toEqual([]);
    expect(failures((c) => `${c.saddr}:${c.sport} -> ${c.daddr}:${c.dport}\n`)).toEqual([]);
    expect(failures((c) => ['10:11:12 ', `${c.pid} ${c.actor} ${c.saddr} ${c.sport} ${c.daddr} ${c.dport}\n`])).toEqual(
      [],
    );
    expect(failures((c) => `${c.actor} sport=0x${c.sport.toString(16)} dport=0x${c.dport.toString(16)}\n`)).toEqual([]);
    expect(failures((c) => [`enter ${c.pid}\n`, `return ${c.pid} 0\n`])).toEqual([]);
    expect(failures((c) => `${c.pid} ${c.daddr}\n`, '24509 127.77.13.9\n')).toEqual([]);
  });

  it('names the byte order of a destination port as the evidence', () => {
    const found = failures((c) => `TCP connect: ${c.saddr}:${c.sport} -> ${c.daddr}:${swapped(c.dport)}\n`);
    expect(found.map(({ evidence }) => evidence).join('\n')).toMatch(/port 18080 appears as 41030 \(byte order/);
  });

  it('names the byte order of a source port as the evidence', () => {
    const found = failures((c) => `TCP connect: ${c.saddr}:${swapped(c.sport)} -> ${c.daddr}:${c.dport}\n`);
    expect(found).toHaveLength(3);
    expect(found[0]?.evidence).toMatch(/port 35501 appears as 44426 \(byte order/);
  });

  it('refuses a missing class, double reports, empty addresses and decoys', () => {
    expect(failures((c) => (c.actor === 'dial-six' ? [] : `${c.pid}\n`))).toHaveLength(1);
    expect(failures((c) => [`${c.pid} a\n`, `${c.pid} a\n`])).toHaveLength(3);
    expect(failures((c) => `${c.pid} 0.0.0.0 -> 0.0.0.0\n`)).toHaveLength(3);
    expect(failures((c) => `${c.pid} ${c.saddr}\n`)).toHaveLength(2);
    expect(failures((c) => `${c.pid}\n`, '24611\n')).toHaveLength(1);
    expect(failures((c) => `${c.actor}\n`, 'passive-side\n')).toHaveLength(1);
    expect(failures((c) => `${c.daddr} ${c.dport}\n`, '127.88.8.8 31337\n')).toHaveLength(1);
    expect(failures(() => [])).toHaveLength(3);
  });

  it('reads raw records, whose ports may be in either byte order', () => {
    expect(ringFailures(connects, 'host')).toBe(0);
    expect(ringFailures(connects, 'network')).toBe(0);
    expect(ringFailures(connects.slice(13), 'host')).toBe(1);
    expect(ringFailures([...connects, ...connects], 'host')).toBe(3);
  });

  it('does not judge when a connect of the workload failed', () => {
    const input = observed(account.replace('errno=0', 'errno=111'), []);
    expect(() => oracle(input)).toThrow(KenError);
  });
});
