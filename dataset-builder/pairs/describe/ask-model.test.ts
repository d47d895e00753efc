import { expect, test } from 'vitest';
import type { Model, ModelRequest } from '../../../ken/models/model.ts';
import type { Pair } from '../build/pair.ts';
import { askModel, questionVersion } from './ask-model.ts';

const pair = {
  id: 'doors/knock',
  framework: 'bpftrace',
  program: 'kprobe:door_open /pid == 4711/ { @us = hist(nsecs); }',
  programSha256: 'a'.repeat(64),
  hooks: ['kprobe:door_open'],
} as unknown as Pair;

test('a grounded answer is kept with model and question', async () => {
  const asked: ModelRequest[] = [];
  const answer = await askModel(
    pair,
    model('"Show how long process 4711 takes to open doors, as a histogram."\n', asked),
    7,
  );
  expect(answer).toEqual({
    status: 'written',
    prompt: {
      pair: 'doors/knock',
      program: 'a'.repeat(64),
      text: 'Show how long process 4711 takes to open doors, as a histogram.',
      model: 'scripted',
      question: questionVersion,
    },
  });
  expect(asked[0]).toMatchObject({ seed: 7, attempt: 1 });
  expect(asked[0]?.messages[1]?.content).toContain('kprobe:door_open');
});

test.each([
  ['Trace tcp_connect() by process.', /not in the program: tcp_connect\(\)/],
  ['Histogram for process 99.', /not in the program: 99/],
  ['This demonstrates a histogram of doors.', /presents an example/],
  ['ok', /no sentence/],
])('the answer %s is refused', async (text, reason) => {
  expect(await askModel(pair, model(text), 1)).toMatchObject({
    status: 'refused',
    reason: expect.stringMatching(reason) as string,
  });
});

function model(text: string, asked: ModelRequest[] = []): Model {
  return {
    name: 'scripted',
    identity: {},
    kind: 'generative',
    ask(request) {
      asked.push(request);
      return Promise.resolve({ text, usage: null, finishReason: 'stop', seconds: 0, retries: [], recorded: false });
    },
    close: () => Promise.resolve(),
  };
}
