import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readProgramLines } from './program-lines.ts';

const good = '{"id":"a","case":"fork-events","framework":"bpftrace","program":"BEGIN { }"}';

describe('readProgramLines', () => {
  it('reads programs by case or by upstream prompt, and ignores other keys', () => {
    const text = `${good}\n\n{"id":7,"upstreamPrompt":2,"program":"x","label":"correct"}\n`;
    expect(readProgramLines(text, 'p.jsonl')).toEqual([
      { line: 1, program: { id: 'a', case: 'fork-events', framework: 'bpftrace', program: 'BEGIN { }' } },
      { line: 3, program: { id: '7', upstreamPrompt: 2, framework: 'bpftrace', program: 'x' } },
    ]);
  });

  it.each([
    ['{"id":"b"', /p\.jsonl, line 2 is not JSON: "\{\\"id/],
    ['{"id":"b","case":"x"}', /line 2: program: .*"\{\\"id/],
    ['{"id":"b","program":"x"}', /needs `case` or `upstreamPrompt`/],
    ['{"id":"b","case":"x","program":"x","framework":"lua"}', /framework/],
    ['[]', /line 2/],
    ['null', /line 2/],
  ])('names line and content of %s and loses nothing else', (bad, message) => {
    const [first, second, third] = readProgramLines(`${good}\n${bad}\n${good}`, 'p.jsonl');
    expect(first).toHaveProperty('program');
    expect(third).toHaveProperty('program');
    expect(second && 'error' in second ? second.error.message : '').toMatch(message);
  });

  it('takes any text', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.json(), fc.constant(good))), (content) => {
        const lines = content.map((line) => line.replaceAll('\n', ' '));
        expect(readProgramLines(lines.join('\n'), 'f').length).toBe(
          lines.filter((line, index) => (index === 0 ? line.replace(/^\uFEFF/, '') : line).trim() !== '').length,
        );
      }),
    );
  });
});
