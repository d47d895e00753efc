import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { modelContract, sampleRequest } from '../model-contract.ts';
import type { Model, ModelReply, ModelRequest } from '../model.ts';
import { canonicalJson } from './canonical-json.ts';
import { withResponseCache } from './response-cache.ts';
import type { CacheMode } from './response-cache.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'ken-cache-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** A model that numbers its answers, so that a cached one is recognised. */
function numbering(change: Partial<ModelReply> = {}, identity: Model['identity'] = { provider: 'sample' }): Model {
  let calls = 0;
  return {
    name: 'numbering',
    kind: 'generative',
    identity,
    ask: ({ signal }) => {
      signal?.throwIfAborted();
      calls += 1;
      const usage = { inputTokens: 1, outputTokens: 2 };
      const reply = {
        text: `answer ${calls}`,
        usage,
        finishReason: 'stop',
        seconds: 1.5,
        retries: [],
        recorded: false,
      };
      return Promise.resolve({ ...reply, ...change });
    },
    close: () => Promise.resolve(),
  };
}

const cached = (model: Model, mode: CacheMode = 'read-write') => withResponseCache(model, { folder, mode });
const texts = async (model: Model, ...requests: ModelRequest[]) => {
  const answers: string[] = [];
  for (const request of requests) answers.push((await model.ask(request)).text);
  return answers;
};

describe('contract', () => {
  let copies = 0;
  modelContract(() => {
    copies += 1;
    return Promise.resolve(
      withResponseCache(numbering(), { folder: path.join(folder, String(copies)), mode: 'read-write' }),
    );
  });
});

test('gives the same answer again, also to another process, with the original figures', async () => {
  const first = await cached(numbering({ retries: [{ reason: 'rate-limit', seconds: 1 }], servedModel: 'x-1' })).ask(
    sampleRequest(),
  );
  const second = await cached(numbering()).ask(sampleRequest());
  expect(second).toEqual({ ...first, recorded: true, retries: [] });
});

test.each<[string, Partial<ModelRequest>]>([
  ['messages', { messages: [{ role: 'user', content: 'Other' }] }],
  ['attempt', { attempt: 2 }],
  ['trial', { trial: 2 }],
  ['seed', { seed: 43 }],
  ['purpose', { purpose: 'comprehension' }],
])('a change of %s is another question', async (_, change) => {
  const model = cached(numbering());
  expect(await texts(model, sampleRequest(), sampleRequest(change), sampleRequest())).toEqual([
    'answer 1',
    'answer 2',
    'answer 1',
  ]);
});

test('another identity is another question', async () => {
  await cached(numbering()).ask(sampleRequest());
  const hotter = cached(numbering({ text: 'hot' }, { provider: 'sample', temperature: 1 }));
  expect((await hotter.ask(sampleRequest())).text).toBe('hot');
});

test.each<[CacheMode, string[], number]>([
  ['read-write', ['answer 1', 'answer 1'], 1],
  ['read-only', ['answer 1', 'answer 2'], 0],
  ['refresh', ['answer 1', 'answer 2'], 1],
  ['off', ['answer 1', 'answer 2'], 0],
])('mode %s', async (mode, expected, files) => {
  expect(await texts(cached(numbering(), mode), sampleRequest(), sampleRequest())).toEqual(expected);
  expect(await storedFiles()).toHaveLength(files);
});

test('refresh replaces the stored answer', async () => {
  await cached(numbering({ text: 'old' })).ask(sampleRequest());
  await cached(numbering({ text: 'new' }), 'refresh').ask(sampleRequest());
  expect((await cached(numbering()).ask(sampleRequest())).text).toBe('new');
});

test.each<[string, Partial<ModelReply>]>([
  ['empty', { text: ' \n' }],
  ['filtered', { finishReason: 'content_filter' }],
])('never stores an %s answer', async (_, change) => {
  await cached(numbering(change)).ask(sampleRequest());
  expect(await storedFiles()).toEqual([]);
});

test('never stores an error', async () => {
  const failing = { ...numbering(), ask: () => Promise.reject(new Error('down')) };
  await expect(cached(failing).ask(sampleRequest())).rejects.toThrow('down');
  expect(await storedFiles()).toEqual([]);
});

test('leaves whole files only, with many writers of one answer', async () => {
  await Promise.all(Array.from({ length: 20 }, () => cached(numbering()).ask(sampleRequest())));
  const files = await storedFiles();
  expect(files).toHaveLength(1);
  expect(files[0]).toMatch(/\.json$/);
  expect((await cached(numbering({ text: 'not asked' })).ask(sampleRequest())).text).toBe('answer 1');
});

test('names a damaged file instead of asking again in silence', async () => {
  await cached(numbering()).ask(sampleRequest());
  const [file = ''] = await storedFiles();
  await writeFile(path.join(folder, file), '{"version":1,"reply":{"text":"cut');
  await expect(cached(numbering()).ask(sampleRequest())).rejects.toMatchObject({ code: 'storage' });
});

test('canonical JSON does not depend on the order of keys, and reads back as the same value', () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
  expect(canonicalJson({ b: 1, a: [{ d: undefined, c: null }] })).toBe('{"a":[{"c":null}],"b":1}');
  expect(() => canonicalJson({ a: Number.NaN })).toThrow(RangeError);
});

async function storedFiles(): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
}
