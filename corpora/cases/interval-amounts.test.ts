import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { about, amountsPerInterval, showsTwoBursts } from './interval-amounts.ts';
import { observed } from './observed.ts';

const [first, second] = [about(700), about(300)];

describe('showsTwoBursts', () => {
  it('finds two bursts wherever the intervals cut them', () => {
    const cuts = fc.tuple(fc.nat({ max: 700 }), fc.nat({ max: 300 }), fc.nat({ max: 5 }));
    fc.assert(
      fc.property(cuts, ([one, other, quiet]) => {
        const values = [one, 700 - one, ...Array<number>(quiet).fill(0), other, 300 - other];
        expect(showsTwoBursts(values, first, second)).toBe(true);
        expect(
          showsTwoBursts(
            values.map((value) => 2 * value),
            first,
            second,
          ),
        ).toBe(false);
      }),
    );
  });

  it('refuses a total, a counter that grows and bursts in the other order', () => {
    expect(showsTwoBursts([1000], first, second)).toBe(false);
    expect(showsTwoBursts([700, 700, 1000, 1000], first, second)).toBe(false);
    expect(showsTwoBursts([700, 1000], first, second)).toBe(false);
    expect(showsTwoBursts([300, 0, 700], first, second)).toBe(false);
  });
});

describe('amountsPerInterval', () => {
  const found = (
    printed: readonly string[],
    maps: readonly { map: string; key: string; value: number }[] = [],
  ): boolean =>
    amountsPerInterval(observed('done pid=1', printed, maps).observation.records, [12]).some(({ values }) =>
      showsTwoBursts(values, first, second),
    );

  it('reads lines', () => {
    expect(found(['irq 12: 700\n', 'irq 4: 99\n', 'irq 12: 300\n'])).toBe(true);
    expect(found(['irq 12: 700\n', 'irq 4: 300\n'])).toBe(false);
  });

  it('reads one map whose keys name the interval, in any order of its entries', () => {
    const kept = [
      { map: '@', key: '109, 12', value: 300 },
      { map: '@', key: '99, 12', value: 650 },
      { map: '@', key: '100, 4', value: 333 },
      { map: '@', key: '100, 12', value: 50 },
    ];
    expect(found([], kept)).toBe(true);
    expect(found([], kept.slice(1))).toBe(false);
  });
});
