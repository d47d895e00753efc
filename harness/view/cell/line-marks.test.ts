import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sampleTranscript } from '../../record/samples.ts';
import { changedLines, citedLines, verificationMarks } from './line-marks.ts';
import { programLines } from './program-lines.ts';

const lines = (marks: readonly { line: number }[]): number[] => marks.map(({ line }) => line);

test('changed lines: new and altered ones, not those that moved', () => {
  expect(lines(changedLines(undefined, 'a'))).toEqual([]);
  expect(lines(changedLines('a\nb\nc', 'a\nb\nc'))).toEqual([]);
  expect(lines(changedLines('a\nb\nc', 'a\nB\nc\nd'))).toEqual([2, 4]);
  expect(lines(changedLines('b\nc', 'a\nb\nc'))).toEqual([1]);
  expect(lines(changedLines('a\nb\nc', 'c'))).toEqual([]);
});

test('as many lines stay unmarked as the longest common subsequence has', () => {
  const text = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(text, text, (before, after) => {
      const marked = new Set(lines(changedLines(before.join('\n'), after.join('\n'))));
      const unmarked = after.filter((_, position) => !marked.has(position + 1));
      expect(isSubsequence(unmarked, before)).toBe(true);
      expect(unmarked).toHaveLength(longestCommon(before, after));
    }),
  );
});

test('lines that the gate names, also as a range; none of an accepted program', () => {
  const gate = sampleTranscript().attempts[0]?.gate;
  const cited = (changes: object): number[] => lines(citedLines(gate ? { ...gate, ...changes } : null));
  expect(cited({ status: 'rejected', diagnostic: '/job/program.bt:3:5-9: ERROR: x', log: '' })).toEqual([3]);
  expect(cited({ status: 'partially-attached', diagnostic: 'line 1-3: WARNING', log: '' })).toEqual([1, 2, 3]);
  expect(cited({ status: 'compile-failed', diagnostic: '', log: 'program.bpf.c:12:5: error: y' })).toEqual([12]);
  expect(cited({ status: 'accepted', diagnostic: 'line 4: note', log: '' })).toEqual([]);
});

test('asserts and findings mark their lines', () => {
  const marks = verificationMarks({
    ...{ verdict: 'refuted', reason: '', changed: '', assumptions: [], seconds: 1, compileSeconds: 0 },
    statistics: { paths: 1, instructions: 1, solverChecks: 1 },
    asserts: [
      { line: 2, column: 1, text: 'x > 0', verdict: 'proved-bounded', bound: 3, reason: '', counterexample: null },
      {
        line: 4,
        column: 1,
        text: 'y',
        verdict: 'refuted',
        reason: '',
        counterexample: { events: [], message: 'y is 0' },
      },
      { line: 5, column: 1, text: 'z', verdict: 'unknown', reason: 'too many paths', counterexample: null },
    ],
    lints: [{ kind: 'null-read', line: 6, text: 'p->q', message: 'p may be 0' }],
  });
  expect(marks.map(({ line, kind, note }) => `${line} ${kind} ${note ?? ''}`)).toEqual([
    '2 proved proved-bounded, up to 3 events',
    '4 refuted refuted: y is 0',
    '5 open unknown: too many paths',
    '6 lint null-read: p may be 0',
  ]);
});

test('a program keeps its lines and its text, whatever is in it', () => {
  const piece = fc.constantFrom('a', '\n', '"', '/*', '*/', '//', '@map', '#x', '<b>', '\u202e', 'assert(', '\\');
  fc.assert(
    fc.property(fc.array(piece), (parts) => {
      const text = parts.join('');
      const { text: shown } = programLines(text);
      expect(shown.match(/data-number=/g)).toHaveLength(text.replace(/\n$/, '').split('\n').length);
      expect(shown).not.toMatch(/<b>|\u202e/);
      const code = [...shown.matchAll(/<code>(.*?)<\/code>/gs)].map(([, inner = '']) => inner.replace(/<[^>]*>/g, ''));
      const decoded = code.map((line) =>
        line.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"'),
      );
      const expected = text.replace(/\n$/, '').replaceAll('\u202e', '⟨U+202E⟩').split('\n');
      expect(decoded.map((line) => (line === '\n' ? '' : line))).toEqual(expected);
    }),
  );
});

function longestCommon(left: readonly string[], right: readonly string[]): number {
  const [first, ...rest] = left;
  if (first === undefined) return 0;
  const at = right.indexOf(first);
  const without = longestCommon(rest, right);
  return at < 0 ? without : Math.max(without, 1 + longestCommon(rest, right.slice(at + 1)));
}

function isSubsequence(part: readonly string[], whole: readonly string[]): boolean {
  let at = 0;
  for (const item of whole) if (item === part[at]) at += 1;
  return at === part.length;
}
