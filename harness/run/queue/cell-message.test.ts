import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sampleCell, sampleTranscript } from '../../record/samples.ts';
import { cellJob, cellJobId, decodeCellResult, encodeCellResult, parseCellJob } from './cell-message.ts';

const key = 'a'.repeat(64);
const throughJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value)) as unknown;

test('a job carries the key of its cell, and its id is no number and holds no colon', () => {
  expect(parseCellJob(throughJson(cellJob(key)))).toBe(key);
  expect(cellJobId('1'.repeat(64))).toMatch(/^cell-1+$/);
});

test.each([[{ format: 2, key }], [{ format: 1, key: 'short' }], ['text'], [null]])('%j is not a job', (data) => {
  expect(() => parseCellJob(data)).toThrow('the queue holds a job that is not a cell');
});

test('a result arrives as it was sent, whatever a model wrote', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const result = {
        finished: sampleCell({ key }),
        transcript: sampleTranscript({ prompt: text, verified: { framework: 'bpftrace', text } }),
      };
      const received = decodeCellResult(throughJson(encodeCellResult(result)), key);
      expect(JSON.stringify(received)).toBe(JSON.stringify(result));
    }),
  );
});

test('a result of another cell, or of another shape, is refused', () => {
  const sent = throughJson(encodeCellResult({ finished: sampleCell({ key }), transcript: sampleTranscript() }));
  expect(() => decodeCellResult(sent, 'b'.repeat(64))).toThrow(`it is that of cell "${key}"`);
  const wrong = { ...(sent as object), finished: { key, outcome: 'perfect' } };
  expect(() => decodeCellResult(wrong, key)).toThrow(/unexpected result of cell a+: .*outcome/s);
  expect(() => decodeCellResult(undefined, key)).toThrow('unexpected result');
});
