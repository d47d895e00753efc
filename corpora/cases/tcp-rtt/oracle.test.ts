import { describe, expect, it } from 'vitest';
import { KenError } from '../../../ken/errors.ts';
import { observed } from '../observed.ts';
import oracle from './oracle.ts';

const ends = [
  { family: 4, saddr: '127.3.3.7', sport: 21357, daddr: '127.77.13.9', dport: 18081 },
  { family: 6, saddr: 'fd0a:be::c1', sport: 21373, daddr: 'fd0a:be::d2', dport: 18081 },
];
type Ends = (typeof ends)[number];
const smoothed = [5212, 10000, 14245, 17949, 21184, 24005, 26467, 28618, 30491, 32124, 33550, 34791, 35939, 37349];
const measured = 44050;

const account = ends
  .flatMap(({ family, saddr, sport, daddr, dport }) => [
    ...smoothed.map((value) => `rtt family=${family} smoothed=${value} measured=${measured}`),
    `connection family=${family} saddr=${saddr} sport=${sport} daddr=${daddr} dport=${dport}`,
  ])
  .join('\n');

const failures = (show: (ends: Ends, time: number) => string[]): number =>
  oracle(
    observed(
      account,
      ends.flatMap((end) => smoothed.flatMap((time) => show(end, time))),
    ),
  ).filter(({ holds }) => !holds).length;

const client = (c: Ends): string => `${c.saddr}:${c.sport} -> ${c.daddr}:${c.dport}`;
const server = (c: Ends): string => `${c.daddr}:${c.dport} -> ${c.saddr}:${c.sport}`;

describe('oracle of tcp-rtt', () => {
  it('accepts smoothed and single times in any unit, with the other end between them', () => {
    expect(failures((c, time) => [`${client(c)} ${time} us\n`, `${server(c)} 32 us\n`])).toBe(0);
    expect(failures((c, time) => [`${client(c)} rtt ${Math.floor(time / 1000)} ms\n`])).toBe(0);
    expect(failures((c, time) => [`${client(c)} rtt ${(time / 1000).toFixed(3)} ms\n`])).toBe(0);
    expect(failures((c, time) => [`${time * 1000} ns ${client(c)}\n`])).toBe(0);
    expect(failures((c, time) => [`${server(c)} ${time} us\n`, `${client(c)} 32 us\n`])).toBe(0);
    expect(failures((c) => [`${client(c)} ${measured - 700} us\n`])).toBe(0);
    expect(
      failures((c, time) => [`saddr=${c.saddr} daddr=${c.daddr} sport=${c.sport} dport=${c.dport} ${time}\n`]),
    ).toBe(0);
  });

  it('accepts averages per connection', () => {
    const key = (c: Ends): string => `${c.saddr}, ${c.sport}, ${c.daddr}, ${c.dport}`;
    const kept = (value: number): number =>
      oracle(
        observed(
          account,
          [],
          ends.map((c) => ({ map: '@', key: key(c), value })),
        ),
      ).filter(({ holds }) => !holds).length;
    expect(kept(25000)).toBe(0);
    expect(kept(15)).toBe(2);
  });

  it('refuses other numbers, missing or exchanged ends', () => {
    expect(failures((c, time) => [`${client(c)} ${8 * time + 3} us\n`])).toBe(2);
    expect(failures((c, time) => [`${client(c)} ${Math.floor((8 * time) / 1000)} ms\n`])).toBe(2);
    expect(failures((c) => [`${client(c)} 32 us\n`])).toBe(2);
    expect(failures((c) => [`${client(c)}\n`])).toBe(2);
    expect(failures((c, time) => [`${c.saddr} -> ${c.daddr} ${time} us\n`])).toBe(4);
    expect(failures((c, time) => [`${c.saddr}:${c.dport} -> ${c.daddr}:${c.sport} ${time} us\n`])).toBe(2);
    expect(failures((c, time) => (c.family === 6 ? [] : [`${client(c)} ${time} us\n`]))).toBe(2);
    let window = 10;
    expect(failures((c) => [`${client(c)} ${window++}\n`])).toBeGreaterThan(0);
  });

  it('does not judge when acknowledgements were not delayed', () => {
    expect(() => oracle(observed(account.replace('measured=44050', 'measured=90'), []))).toThrow(KenError);
  });
});
