import { describe, expect, it } from 'vitest';
import { ownOutput } from './own-output.ts';
import { observed } from './observed.ts';
import { timesReported } from './timed-reports.ts';

const expected = [
  { id: 24113, count: 2, span: { min: 225e6, max: 240e6 }, what: 'the wait of 24113' },
  { id: 24217, count: 1, span: { min: -5e6, max: 5e6 }, what: 'the wait of 24217' },
];

const failures = (...printed: readonly string[]): number =>
  timesReported(ownOutput(observed('done pid=1', printed).observation), expected).filter(({ holds }) => !holds).length;

describe('timesReported', () => {
  it('takes any unit that fits all reports', () => {
    expect(failures('24113 231\n', '24113 230\n', '24217 0\n')).toBe(0);
    expect(failures('24113 231417\n', '24113 230123\n', '24217 1700\n')).toBe(0);
    expect(failures('24113: 231417881 ns\n', '24113: 230123456 ns\n', '24217: 1700000 ns\n')).toBe(0);
    expect(failures('24113 0.231\n', '24113 0.230\n', '24217 0.001\n')).toBe(0);
  });

  it('takes lines of another form beside them', () => {
    expect(failures('24113 ends\n', '24113 230 ms\n', '24113 ends\n', '24113 230 ms\n', '24217 0 ms\n')).toBe(0);
  });

  it('refuses a unit that changes, is named wrongly or is too coarse', () => {
    expect(failures('24113 231\n', '24113 230\n', '24217 1700\n')).toBe(1);
    expect(failures('24113 231417 ms\n', '24113 230123 ms\n', '24217 1700 ms\n')).toBe(2);
    expect(failures('24113 0 s\n', '24113 0 s\n', '24217 0 s\n')).toBe(1);
  });

  it('refuses too many reports, and a wrong one among them', () => {
    expect(failures('24113 231\n', '24113 230\n', '24113 230\n', '24217 0\n')).toBe(1);
    expect(failures('24113 231\n', '24113 230\n', '24217 0\n', '24217 670\n')).toBe(1);
  });
});
