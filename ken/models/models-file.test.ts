import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { didYouMean, editDistance } from './did-you-mean.ts';
import { findModel, parseModels, readModelsFile } from './models-file.ts';
import { openModel } from './open-model.ts';

const gpt =
  '  - {name: gpt, adapter: openai-compatible, model: gpt-4, baseUrl: "http://127.0.0.1:1/v1", keyVariable: GPT_KEY}\n';
const entries = parseModels(`models:\n${gpt}  - {name: nearest, adapter: retrieval-baseline}\n`, 'models.yaml');

test('the models.yaml of the project is valid and has the baseline', async () => {
  const file = fileURLToPath(new URL('../../models.yaml', import.meta.url));
  expect(findModel(await readModelsFile(file), 'retrieval-baseline').adapter).toBe('retrieval-baseline');
});

describe('refuses, with the place and a suggestion,', () => {
  test.each([
    [
      'an unknown key',
      gpt.replace('keyVariable', 'keyVarable'),
      /models\[0\]: unknown key "keyVarable" \(did you mean "keyVariable"\?\)/,
    ],
    ['an unknown adapter', gpt.replace('openai-compatible', 'openai-compatable'), /did you mean "openai-compatible"/],
    ['a missing model', gpt.replace('model: gpt-4,', ''), /models\[0\]: model: /],
    ['a password in an address', gpt.replace('http://', 'http://me:secret@'), /no user name or password/],
    ['another protocol', gpt.replace('http:', 'ftp:'), /baseUrl/],
    ['a temperature out of range', gpt.replace('model:', 'temperature: 7, model:'), /temperature/],
    ['one name twice', gpt + gpt, /two models have the name "gpt"/],
    ['broken YAML', '  - {name: gpt', /not valid YAML/],
  ])('%s', (_, text, message) => {
    expect(() => parseModels(`models:\n${text}`, 'models.yaml')).toThrow(message);
  });

  test('an unknown key at the top', () => {
    expect(() => parseModels('modles: []', 'models.yaml')).toThrow(/unknown key "modles" \(did you mean "models"\?\)/);
  });

  test('an unknown model name', () => {
    expect(() => findModel(entries, 'neerest')).toThrow('There is no model "neerest" (did you mean "nearest"?)');
  });

  test('a file that is not there', async () => {
    await expect(readModelsFile('/nowhere/models.yaml')).rejects.toMatchObject({ code: 'config' });
  });
});

describe('opening', () => {
  const options = { folder: '/nowhere', environment: {} };

  test('names the variable of a missing key', async () => {
    const error: unknown = await openModel(findModel(entries, 'gpt'), options).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'config', hint: 'Set it with: export GPT_KEY=...' });
    expect(String(error)).toContain('GPT_KEY is not set');
  });

  test('takes the key from the environment and keeps it out of the identity', async () => {
    const model = await openModel(findModel(entries, 'gpt'), { ...options, environment: { GPT_KEY: 'very-secret' } });
    expect(model).toMatchObject({ name: 'gpt', kind: 'generative', identity: { model: 'gpt-4', temperature: null } });
    expect(JSON.stringify(model)).not.toContain('very-secret');
  });

  test('refuses a baseline without training pairs, and a recording that is not there', async () => {
    await expect(openModel(findModel(entries, 'nearest'), options)).rejects.toThrow(/needs training pairs/);
    await expect(openModel({ name: 'old', adapter: 'replay', recording: 'none.jsonl' }, options)).rejects.toThrow(
      /none\.jsonl/,
    );
  });
});

test('edit distance is symmetric, zero for equal words only, and counts a swap once', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 8 }), fc.string({ maxLength: 8 }), (left, right) => {
      expect(editDistance(left, right)).toBe(editDistance(right, left));
      expect(editDistance(left, right) === 0).toBe(left === right);
    }),
  );
  expect(editDistance('modles', 'models')).toBe(1);
  expect(editDistance('', 'abc')).toBe(3);
  expect(didYouMean('zzz', ['models'])).toBe('');
});
