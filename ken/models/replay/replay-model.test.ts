import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { modelContract, sampleRequest } from '../model-contract.ts';
import { readRecordings } from './recording.ts';
import { replayModel } from './replay-model.ts';

const recordings = [
  { case: 'page-faults', text: 'BEGIN { print(1); }' },
  { case: 'page-faults', attempt: 2, text: 'BEGIN { print(2); }', seconds: 3.5 },
  { case: 'page-faults', trial: 2, text: '', finishReason: 'stop' },
];

describe('contract', () => {
  modelContract(() => Promise.resolve(replayModel('recorded', recordings)));
});

test('answers by case, trial and attempt, as it was recorded', async () => {
  const model = replayModel('recorded', recordings);
  expect(await model.ask(sampleRequest({ attempt: 2 }))).toMatchObject({
    text: 'BEGIN { print(2); }',
    seconds: 3.5,
    recorded: true,
  });
  expect(await model.ask(sampleRequest({ trial: 2 }))).toMatchObject({ text: '', finishReason: 'stop' });
});

test('names what is missing', async () => {
  await expect(replayModel('recorded', recordings).ask(sampleRequest({ attempt: 3 }))).rejects.toMatchObject({
    code: 'provider',
    message: 'Model "recorded" has no recording of case "page-faults", trial 1, attempt 3',
  });
});

test('its identity follows the recording', () => {
  const identity = (text: string) => replayModel('recorded', [{ case: 'a', text }]).identity['sha256'];
  expect(identity('x')).toBe(identity('x'));
  expect(identity('x')).not.toBe(identity('y'));
});

test('refuses two recordings of one attempt', () => {
  expect(() => replayModel('recorded', [...recordings, ...recordings.slice(0, 1)])).toThrow(/attempt 1 occurs twice/);
});

test('reads JSONL and names a bad line', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'ken-replay-'));
  try {
    const file = path.join(folder, 'attempts.jsonl');
    await writeFile(file, `{"case":"a","text":"x"}\r\n\n{"case":"a","attempt":2,"text":"y"}\n`);
    expect((await readRecordings(file)).map(({ attempt, text }) => [attempt, text])).toEqual([
      [1, 'x'],
      [2, 'y'],
    ]);
    await writeFile(file, '{"case":"a","text":"x"}\n{"case":"a","txet":"x"}\n');
    await expect(readRecordings(file)).rejects.toThrow(/attempts\.jsonl:2 is not a recorded attempt/);
    await expect(readRecordings(path.join(folder, 'none'))).rejects.toMatchObject({ code: 'config' });
  } finally {
    await rm(folder, { recursive: true });
  }
});
