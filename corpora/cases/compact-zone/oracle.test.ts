import { expect, it } from 'vitest';
import { observed } from '../observed.ts';
import oracle from './oracle.ts';

const account = `
compact pid=5417 tid=5417 runs=3 total=20000000
compact pid=5536 tid=5683 runs=2 total=92000000
decoy pid=5655`;

const judge = (...lines: string[]): boolean =>
  oracle(
    observed(
      account,
      lines.map((line) => `${line}\n`),
    ),
  ).every(({ holds }) => holds);

const inMicroseconds = ['5417 a 138', '5417 a 14335', '5417 a 5490', '5536 b 138', '5536 b 90125'];

it('accepts latencies in any unit that add up to what the calls took', () => {
  expect(judge(...inMicroseconds)).toBe(true);
  expect(judge('PID COMM LAT(us)', ...inMicroseconds, '31 kcompactd0 77')).toBe(true);
  expect(judge('5417 a 0', '5417 a 14', '5417 a 5', '5536 b 0', '5536 b 90')).toBe(true);
  expect(judge(...inMicroseconds.map((line) => `${line} us`))).toBe(true);
});

it('refuses a unit that is named wrongly, a run too few or too many, the thread, a decoy', () => {
  expect(judge(...inMicroseconds.map((line) => `${line} ms`))).toBe(false);
  expect(judge(...inMicroseconds.slice(1))).toBe(false);
  expect(judge(...inMicroseconds, '5417 a 12')).toBe(false);
  expect(judge(...inMicroseconds.map((line) => line.replace('5536', '5683')))).toBe(false);
  expect(judge(...inMicroseconds, '5655 c 12')).toBe(false);
});
