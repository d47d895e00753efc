import { describe, expect, it } from 'vitest';
import { agreementOf, type Answer } from './agreement.ts';
import { formatAgreement } from './format-agreement.ts';
import { readLabelledPrograms } from './labelled-programs.ts';

const line = (fields: Record<string, unknown>): string =>
  JSON.stringify({ program: 'BEGIN { }', promptIndex: 3, prompt: 'Count forks', ...fields });

const answer = (id: string, judgement: Answer['judgement']): Answer => ({
  id,
  case: 'fork-events',
  judgement,
  method: 'oracle',
  evidence: [{ holds: judgement === 'correct', claim: 'each fork is counted', evidence: '"3 of 4"' }],
});

describe('readLabelledPrograms', () => {
  it('counts requests from 1, or from 0 when some index is 0, or goes by the wording', () => {
    const one = line({ id: 'a', label: 'correct' });
    const zero = line({ id: 'b', label: 'incorrect', promptIndex: 0 });
    expect(readLabelledPrograms(one, 'l')[0]?.upstreamPrompt).toBe(3);
    expect(readLabelledPrograms(`${one}\n${zero}\n`, 'l').map((program) => program.upstreamPrompt)).toEqual([4, 1]);
    expect(readLabelledPrograms(one, 'l', [{ number: 7, text: 'count  FORKS' }])[0]?.upstreamPrompt).toBe(7);
    expect(() => readLabelledPrograms(one, 'l', [{ number: 7, text: 'Show timers' }])).toThrow(
      /"a" is not in the test set/,
    );
  });

  it.each([['{"id":1'], [line({ id: 'a', label: 'right' })], [line({ label: 'correct' })], ['\n']])(
    'refuses %s',
    (bad) => {
      expect(() => readLabelledPrograms(bad, 'labels.jsonl')).toThrow('labels.jsonl');
    },
  );
});

describe('agreementOf', () => {
  const labelled = readLabelledPrograms(
    [
      line({ id: 'right', label: 'correct' }),
      line({ id: 'wrong', label: 'incorrect' }),
      line({ id: 'accepted', label: 'incorrect', whyA: 'counts threads too' }),
      line({ id: 'rejected', label: 'correct' }),
      line({ id: 'open', label: 'correct' }),
      line({ id: 'either', label: 'ambiguous' }),
      line({ id: 'absent', label: 'correct' }),
    ].join('\n'),
    'l',
  );
  const agreement = agreementOf(labelled, [
    answer('right', 'correct'),
    answer('wrong', 'incorrect'),
    answer('accepted', 'correct'),
    answer('rejected', 'incorrect'),
    answer('open', 'unjudged'),
    answer('either', 'correct'),
    answer('stranger', 'correct'),
  ]);

  it('tells apart wrong accepts, wrong rejects and programs that were not judged', () => {
    expect(agreement).toMatchObject({
      programs: 7,
      ambiguous: 1,
      missing: ['absent'],
      agreed: { part: 2, whole: 4 },
      agreedOfAll: { part: 2, whole: 5 },
      falseAccepts: { part: 1, whole: 2 },
      falseRejects: { part: 1, whole: 3 },
      unjudged: { part: 1, whole: 5 },
    });
  });

  it('is printed with intervals and both sides of each disagreement', () => {
    const text = formatAgreement(agreement);
    expect(text).toMatch(/agreement, of those judged +2 of 4 {2}50\.0 % \(15\.0 % to 85\.0 %\)/);
    expect(text).toContain('reader: counts threads too');
    expect(text).toContain('judge:  not: each fork is counted: "3 of 4"');
    expect(text).not.toContain('either');
  });
});
