import { describe, expect, it } from 'vitest';
import { KenError } from '../../../ken/errors.ts';
import { swapped16 } from '../../../harness/judge/toolbox.ts';
import { observed } from '../observed.ts';
import oracle from './oracle.ts';

const kinds = ['open', 'open', 'open', 'open', 'open', 'deferred', 'refused'];
const syns = [4, 6].flatMap((family) =>
  [...kinds, ...(family === 4 ? ['forged', 'forged'] : [])].map((kind, index) => ({
    kind,
    family,
    saddr: family === 6 ? 'fd07:13::5' : kind === 'forged' ? '127.45.6.8' : '127.3.3.7',
    sport: 43501 + 977 * index + 100 * family,
    daddr: family === 4 ? '127.77.13.9' : 'fd07:13::77',
    dport: kind === 'deferred' ? 20357 : kind === 'refused' ? 29303 : 18080,
  })),
);
type Syn = (typeof syns)[number];

const account = [
  ...syns.map(
    (syn) =>
      `syn ${Object.entries(syn)
        .map((pair) => pair.join('='))
        .join(' ')}`,
  ),
  'decoy family=4 sport=27077 dport=31337',
  'decoy family=6 sport=27077 dport=31337',
].join('\n');

const failures = (shown: readonly Syn[], show: (syn: Syn) => string | string[], ...more: string[]): string[] =>
  oracle(observed(account, [...shown.flatMap(show), ...more]))
    .filter(({ holds }) => !holds)
    .map(({ evidence }) => evidence ?? '');

const sent = syns.filter(({ kind }) => kind !== 'forged');
const arrived = syns.filter(({ kind }) => kind !== 'refused');
const completed = arrived.filter(({ kind }) => kind !== 'forged');

describe('oracle of tcp-syn', () => {
  it('accepts any sensible layout, at either end or both', () => {
    expect(failures(sent, (s) => `${s.saddr}:${s.sport} -> ${s.daddr}:${s.dport}\n`)).toEqual([]);
    expect(failures(arrived, (s) => `dst=${s.daddr} dport=${s.dport} src=${s.saddr} sport=${s.sport}\n`)).toEqual([]);
    expect(failures(syns, (s) => ['SYN ', `[${s.saddr}]:${s.sport} `, `[${s.daddr}]:${s.dport}\n`])).toEqual([]);
    expect(
      failures(sent, (s) => [
        `Source IP: ${s.saddr}\n`,
        `Source port: ${s.sport}\n`,
        `Destination IP: ${s.daddr}\n`,
        `Destination port: ${s.dport}\n`,
      ]),
    ).toEqual([]);
    const line = (s: Syn): string => `${s.saddr} ${s.daddr} ${s.sport} ${s.dport}\n`;
    expect(failures(syns, (s) => [line(s), line(s)])).toEqual([]);
  });

  it('wants SYN packets that no connection comes of', () => {
    expect(failures(completed, (s) => `${s.saddr} ${s.sport} ${s.daddr} ${s.dport}\n`)).toHaveLength(1);
    expect(
      failures(syns, (s) => (s.kind === 'deferred' ? [] : `${s.saddr} ${s.sport} ${s.daddr} ${s.dport}\n`)),
    ).toHaveLength(2);
  });

  it('refuses exchanged ends, missing fields, a missing family, other packets', () => {
    const count = (show: (syn: Syn) => string | string[], ...more: string[]): number =>
      failures(syns, show, ...more).length;
    expect(count((s) => `${s.daddr} ${s.dport} -> ${s.saddr} ${s.sport}\n`)).toBe(13);
    expect(count((s) => `${s.saddr} ${s.dport} -> ${s.daddr} ${s.sport}\n`)).toBe(13);
    expect(count((s) => `src: ${s.daddr} ${s.dport} dst: ${s.saddr} ${s.sport}\n`)).toBe(13);
    expect(count((s) => `${s.saddr} -> ${s.daddr}\n`)).toBe(13);
    expect(count((s) => `${s.sport} -> ${s.dport}\n`)).toBe(13);
    expect(count((s) => (s.family === 6 ? [] : `${s.saddr} ${s.sport} ${s.daddr} ${s.dport}\n`))).toBe(6);
    const line = (s: Syn): string => `${s.saddr} ${s.sport} ${s.daddr} ${s.dport}\n`;
    expect(count((s) => Array<string>(9).fill(line(s)))).toBe(12);
    expect(count(line, '127.3.3.7 27077 127.77.13.9 31337\n')).toBe(2);
  });

  it('names the byte order of a port as the evidence', () => {
    expect(failures(sent, (s) => `${s.saddr} ${s.sport} ${s.daddr} ${swapped16(s.dport)}\n`)[0]).toMatch(
      /destination port 18080 appears as 41030 \(byte order/,
    );
  });

  it('does not judge when the workload did not send them all', () => {
    expect(() => oracle(observed(account.replace('kind=forged', 'kind=open'), []))).toThrow(KenError);
  });
});
