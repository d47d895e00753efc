import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Pair } from '../pairs/build/pair.ts';
import type { Decision } from './decision.ts';
import { appendDecision, readDecisions } from './decisions-file.ts';
import { replayDecisions } from './replay-decisions.ts';
import { reviewQueue } from './review-queue.ts';

let file: string;
beforeEach(async () => {
  file = path.join(await mkdtemp(path.join(tmpdir(), 'ken-decisions-')), 'deep', 'decisions.jsonl');
});
afterEach(() => rm(path.dirname(path.dirname(file)), { recursive: true, force: true }));

const sha = 'a'.repeat(64);
const reject: Decision = {
  action: 'reject',
  pair: 'x/a',
  program: sha,
  author: 'Ada',
  time: '2031-01-01T00:00:00Z',
  reason: 'not a task',
};

test('decisions are only added, and a damaged line is named', async () => {
  expect(await readDecisions(file)).toEqual([]);
  await appendDecision(file, reject);
  const before = await readFile(file, 'utf8');
  await appendDecision(file, { ...reject, author: 'Bob' });
  expect((await readFile(file, 'utf8')).startsWith(before)).toBe(true);
  expect((await readDecisions(file)).map(({ author }) => author)).toEqual(['Ada', 'Bob']);
  await appendFile(file, '{"action":"maybe"}\n');
  await expect(readDecisions(file)).rejects.toThrow(/decisions\.jsonl:3 is no decision/);
});

test('the last decision of an entry counts; one on another program is stale', () => {
  const accept: Decision = { ...reject, action: 'accept', prompt: 'Count doors.' };
  const stale: Decision = { ...reject, program: 'b'.repeat(64) };
  const { pairs, stale: left } = replayDecisions([pair('x/a')], [reject, accept, stale]);
  expect(pairs[0]?.prompts[0]).toMatchObject({ text: 'Count doors.', origin: 'curator' });
  expect(pairs[0]?.leftOut).toEqual([]);
  expect(left).toEqual([stale]);
});

test('the queue holds what a person should see, until they decided', () => {
  const pairs = [
    pair('x/vague', { prompt: null, split: 'left-out' }),
    pair('x/wrong', {
      prompts: [{ text: 'Trace vfs_read().', origin: 'upstream', from: 'x', vague: null, ungrounded: ['vfs_read()'] }],
      prompt: 'Trace vfs_read().',
    }),
    pair('x/first', { prompt: 'Histogram of run queue latency', group: '1' }),
    pair('x/second', { prompt: 'Show run queue latency as a histogram', group: '2' }),
    pair('x/gpl3', {
      prompt: 'Watch the bells of a church',
      licence: { file: 'GPL-3.0', repository: { spdx: 'Apache-2.0', stated: 'L' }, kernel: null },
    }),
    pair('x/leak', { prompt: 'Completely other things to see' }),
  ];
  const queue = (decisions: Decision[]): string[] =>
    reviewQueue({ pairs, decisions, leaks: new Map([['x/leak', 'some-case']]) }).map(
      (item) => `${item.reason} ${item.pair}`,
    );
  expect(queue([])).toEqual([
    'vague x/vague',
    'wrong x/wrong',
    'duplicate? x/second',
    'licence? x/gpl3',
    'leak? x/leak',
  ]);
  expect(queue([{ ...reject, pair: 'x/vague' }])).not.toContain('vague x/vague');
  expect(queue([{ ...reject, pair: 'x/vague', program: 'b'.repeat(64) }])).toContain('vague x/vague');
});

function pair(id: string, changes: Partial<Pair> = {}): Pair {
  return {
    id,
    framework: 'bpftrace',
    prompt: 'Count doors that open.',
    chosen: null,
    prompts: [],
    program: 'BEGIN {}',
    programSha256: sha,
    hooks: [],
    programs: [],
    maps: [],
    helpers: [],
    headers: [],
    licence: { file: 'MIT', repository: { spdx: 'MIT', stated: 'LICENSE' }, kernel: null },
    provenance: {
      source: 's',
      pin: 'p',
      origin: 'pinned',
      file: 'f',
      lines: { first: 1, last: 1 },
      fileSha256: sha,
      notices: [],
    },
    alternates: [],
    syntaxProblem: null,
    validation: [
      {
        program: sha,
        kernel: 'k',
        bpftrace: 'b',
        clang: null,
        image: 'i',
        status: 'accepted',
        verified: true,
        without: [],
        reason: null,
      },
    ],
    group: id,
    split: 'train',
    leftOut: [],
    ...changes,
  };
}
