import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { labelledNumbers } from './labelled-number.ts';

describe('labelledNumbers', () => {
  it('finds the number behind a label in common layouts', () => {
    for (const text of ['PID: 12', 'pid=12,', 'Pid 12 sent', 'pid (12)', 'x pid:12 y', 'PID 12\n'])
      expect(labelledNumbers(text, /pid/)).toEqual([12]);
  });

  it('does not take a longer name, a time or a word for it', () => {
    for (const text of ['tpid: 12', 'ppid=12', 'pid kenelder 12', 'pid 12:30:11', 'pid 12abc', 'pids'])
      expect(labelledNumbers(text, /pid(?! 12:)/)).toEqual([]);
  });

  it('keeps the order and the sign of several', () => {
    expect(labelledNumbers('from pid 7 to pid -9', /pid/)).toEqual([7, -9]);
  });

  it('finds every number that was printed with its label', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -99999, max: 99999 })), (numbers) => {
        const text = numbers.map((number) => `comm x target pid: ${number} done\n`).join('');
        expect(labelledNumbers(text, /target pid/)).toEqual(numbers);
      }),
    );
  });
});
