import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eachReportedOnce } from './event-reports.ts';
import { observed } from './observed.ts';

const holds = (printed: readonly string[], expected: number): boolean =>
  eachReportedOnce(observed('done pid=1', printed).observation.records, 'claim', expected, [31337, 'kenactor']).holds;

describe('eachReportedOnce', () => {
  it('holds for exactly the printed number of equal reports, among others', () => {
    const counts = fc.tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 60 }), fc.nat({ max: 20 }));
    fc.assert(
      fc.property(counts, ([printed, expected, others]) => {
        const reports = Array<string>(printed).fill('pid 31337 did it\n');
        const strange = Array<string>(others).fill('pid 31338 did it\n');
        expect(holds([...reports, ...strange], expected)).toBe(printed === expected);
      }),
    );
  });

  it('allows two different lines per event, and not one line twice', () => {
    const events = Array.from({ length: 13 }, (_, index) => index + 5000);
    expect(
      holds(
        events.flatMap((at) => [`enter kenactor ${at}\n`, `leave kenactor ${at}\n`]),
        13,
      ),
    ).toBe(true);
    expect(
      holds(
        events.flatMap((at) => [`enter kenactor ${at}\n`, `enter kenactor ${at + 1}\n`]),
        13,
      ),
    ).toBe(false);
  });

  it('accepts forms that share the events', () => {
    const words = Array.from({ length: 13 }, (_, index) => (index % 2 === 0 ? 'kenactor ok\n' : 'kenactor failed\n'));
    expect(holds(words, 13)).toBe(true);
    expect(holds(words, 12)).toBe(false);
  });

  it('reads counters under the key', () => {
    const counted = (value: number): boolean =>
      eachReportedOnce(
        observed('done pid=1', [], [{ map: '@calls', key: 'kenactor, 31337', value }]).observation.records,
        'claim',
        13,
        31337,
      ).holds;
    expect(counted(13)).toBe(true);
    expect(counted(26)).toBe(false);
  });
});
