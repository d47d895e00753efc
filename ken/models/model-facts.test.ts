import { expect, test } from 'vitest';
import { modelEntrySchemas } from './model-entry.ts';
import { costOf, modelFacts } from './model-facts.ts';

const remote = (baseUrl: string, prices?: { input: number; output: number }) =>
  modelEntrySchemas['openai-compatible'].parse({
    name: 'x',
    adapter: 'openai-compatible',
    model: 'm',
    baseUrl,
    ...(prices && { prices }),
  });

test.each([
  ['http://127.0.0.1:8080/v1', 'nothing', null],
  ['http://localhost/v1', 'nothing', null],
  ['http://[::1]:1/v1', 'nothing', null],
  ['http://192.168.1.7/v1', 'prompts', '192.168.1.7'],
  ['https://api.example.com/v1', 'prompts', 'api.example.com'],
  ['https://127.example.com/v1', 'prompts', '127.example.com'],
])('%s: what leaves is %s', (baseUrl, leaves, receiver) => {
  expect(modelFacts(remote(baseUrl))).toMatchObject({ leaves, receiver });
});

test('a price that is not known is not 0', () => {
  expect(modelFacts(remote('https://api.example.com/v1')).prices).toBeNull();
  expect(modelFacts(remote('http://127.0.0.1/v1')).prices).toEqual({ input: 0, output: 0 });
  expect(costOf({ inputTokens: 5, outputTokens: 5 }, null)).toBeNull();
  expect(costOf(null, { input: 30, output: 60 })).toBeNull();
  expect(costOf(null, { input: 0, output: 0 })).toBe(0);
  expect(costOf({ inputTokens: 1000, outputTokens: 500 }, { input: 30, output: 60 })).toBeCloseTo(0.06, 12);
});
