import { describe, expect, it } from 'vitest';
import { KenError } from '../../../ken/errors.ts';
import { observed } from '../observed.ts';
import oracle from './oracle.ts';

const account = `
burst number=1 mouse=743 serial=180 start=1000 end=1100
soft packets=1500
burst number=2 mouse=615 serial=340 start=7900 end=8000`;

const accepts = (
  printed: readonly string[],
  maps: readonly { map: string; key: string; value: number }[] = [],
): boolean => oracle(observed(account, printed, maps)).every(({ holds }) => holds);

const seconds = (line: (irq: number, handler: string, count: number) => string): string[] =>
  [
    [743, 180],
    [3, 0],
    [0, 0],
    [612, 20],
    [0, 320],
  ].flatMap(([mouse = 0, serial = 0]) => [
    ...(mouse > 0 ? [line(12, 'i8042', mouse)] : []),
    ...(serial > 0 ? [line(4, 'ttyS0', serial)] : []),
  ]);

describe('oracle of hardware-interrupts', () => {
  it('accepts numbers, names or both', () => {
    expect(accepts(seconds((irq, _, count) => `IRQ ${irq}: ${count}/s\n`))).toBe(true);
    expect(accepts(seconds((_, handler, count) => `10:11:12 ${handler} ${count}\n`))).toBe(true);
    expect(accepts(seconds((irq, handler, count) => `${irq} (${handler}) on cpu 1: ${count}\n`))).toBe(true);
  });

  it('refuses a missing source, sources that are not told apart, and totals', () => {
    expect(accepts(seconds((irq, _, count) => (irq === 4 ? `IRQ ${irq}: ${count}\n` : '\n')))).toBe(false);
    expect(accepts(seconds((_, __, count) => `interrupts: ${count}\n`))).toBe(false);
    expect(
      accepts(
        [],
        [
          { map: '@', key: '12', value: 1358 },
          { map: '@', key: '4', value: 520 },
        ],
      ),
    ).toBe(false);
  });

  it('does not judge without the bursts', () => {
    expect(() => oracle(observed(account.replace('mouse=743', 'mouse=0'), []))).toThrow(KenError);
  });
});
