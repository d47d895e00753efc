import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inOrder } from './in-order.ts';

/** Ends a piece of work after a number of turns of the event loop. */
const turns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn++) await Promise.resolve();
};

describe('inOrder', () => {
  it('keeps input order, works on every input once, and never on more than the width', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(20)), fc.integer({ min: 1, max: 5 }), async (delays, width) => {
        let running = 0;
        let most = 0;
        const results: number[] = [];
        const work = async (delay: number, index: number): Promise<number> => {
          most = Math.max(most, ++running);
          await turns(delay);
          running--;
          return index;
        };
        for await (const result of inOrder(delays, width, work)) results.push(result);
        expect(results).toEqual(delays.map((_, index) => index));
        expect(most).toBe(Math.min(width, delays.length));
      }),
    );
  });

  it('ends with the first failure and begins nothing more', async () => {
    const begun: number[] = [];
    const results: number[] = [];
    const run = async (): Promise<void> => {
      const work = async (input: number): Promise<number> => {
        begun.push(input);
        await turns(1);
        if (input === 2) throw new Error('two');
        return input;
      };
      for await (const result of inOrder([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 2, work)) results.push(result);
    };
    await expect(run()).rejects.toThrow('two');
    expect(results).toEqual([0, 1]);
    expect(begun.length).toBeLessThan(7);
  });
});
