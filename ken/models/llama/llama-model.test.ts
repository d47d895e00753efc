import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { modelEntrySchemas } from '../model-entry.ts';
import type { Model } from '../model.ts';
import { modelContract, sampleRequest } from '../model-contract.ts';
import { llamaModel } from './llama-model.ts';
import { writeTinyGguf } from './tiny-gguf.ts';

const script = ['```bpftrace\n', 'BEGIN { printf("hello\\n"); ', 'exit(); }\n', '```'];
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'ken-gguf-'));
  await writeTinyGguf(path.join(folder, 'random.gguf'), { seed: 7 });
  await writeTinyGguf(path.join(folder, 'script.gguf'), { script });
  await writeFile(path.join(folder, 'yes-or-no.gbnf'), 'root ::= "yes" | "no"\n');
  // llama.cpp is started once for a process, which takes seconds.
  await use(await open(), (model) => model.ask(sampleRequest()));
}, 120_000);
afterAll(() => rm(folder, { recursive: true }));

const open = async (change: Record<string, unknown> = {}): Promise<Model> => {
  const entry = modelEntrySchemas['llama-cpp'].parse({
    name: 'tiny',
    adapter: 'llama-cpp',
    file: 'random.gguf',
    temperature: 0.8,
    maxTokens: 24,
    contextTokens: 512,
    gpu: 'none',
    // More threads only wait for each other in a model this small.
    threads: 1,
    ...change,
  });
  return llamaModel(entry, { modelsFolder: folder, folder });
};

const use = async <Value>(model: Model, work: (model: Model) => Promise<Value>): Promise<Value> => {
  try {
    return await work(model);
  } finally {
    await model.close();
  }
};

describe('contract', () => {
  modelContract(() => open());
});

test('says what a model that knows one answer by heart says, through template, sampler and stop token', async () => {
  const reply = await use(await open({ file: 'script.gguf' }), (model) => model.ask(sampleRequest()));
  expect(reply.text).toBe(script.join(''));
  expect(reply).toMatchObject({ finishReason: 'stop', retries: [], recorded: false });
  expect(reply.usage?.outputTokens).toBeGreaterThanOrEqual(script.length);
});

test('counts tokens, time, memory and speed', async () => {
  const { usage, resources } = await use(await open(), (model) => model.ask(sampleRequest()));
  // The vocabulary is bytes: the template, both messages and the start of the sequence.
  expect(usage?.inputTokens).toBeGreaterThan('You write programs.Count page faults.'.length);
  expect(usage?.inputTokens).toBeLessThan(120);
  expect(usage?.outputTokens).toBe(24);
  expect(resources).toMatchObject({ device: 'cpu', peakVramBytes: 0 });
  expect(resources?.peakRamBytes).toBeGreaterThan(20e6);
  expect(resources?.cpuSeconds).toBeGreaterThan(0);
  expect(resources?.tokensPerSecond).toBeGreaterThan(0);
});

test('the seed decides, and no earlier question does', async () => {
  await use(await open(), async (model) => {
    const ask = async (seed: number, content = 'Count page faults.'): Promise<string> =>
      (await model.ask(sampleRequest({ seed, messages: [{ role: 'user', content }] }))).text;
    const first = await ask(1);
    const other = await ask(2);
    await ask(3, 'Something else.');
    expect(await ask(1)).toBe(first);
    expect(other).not.toBe(first);
    const together = await Promise.all([ask(1), ask(2), ask(1)]);
    expect(together).toEqual([first, other, first]);
  });
});

test('an answer that is cut off says so', async () => {
  const reply = await use(await open({ file: 'script.gguf', maxTokens: 2 }), (model) => model.ask(sampleRequest()));
  expect(reply).toMatchObject({ text: script.slice(0, 2).join(''), finishReason: 'length' });
});

test('a grammar binds the answers of its purpose only', async () => {
  await use(await open({ grammar: { synthesis: 'yes-or-no.gbnf' } }), async (model) => {
    expect((await model.ask(sampleRequest())).text).toMatch(/^(yes|no)$/);
    expect((await model.ask(sampleRequest({ purpose: 'comprehension' }))).text).not.toMatch(/^(yes|no)$/);
  });
});

test('a prompt over the context is an error with the count, and nothing is cut off it', async () => {
  const request = sampleRequest({ messages: [{ role: 'user', content: 'x'.repeat(600) }] });
  await use(await open(), async (model) => {
    await expect(model.ask(request)).rejects.toMatchObject({
      code: 'provider',
      message: expect.stringMatching(/The prompt has 6\d\d tokens and 24 are kept .* model "tiny" holds 512/) as string,
    });
    expect((await model.ask(sampleRequest())).text).not.toBe('');
  });
});

test('a prompt that just fits is answered to the last token', async () => {
  await use(await open({ maxTokens: 100, contextTokens: 256 }), async (model) => {
    const length = async (content: string): Promise<number | undefined> =>
      (await model.ask(sampleRequest({ messages: [{ role: 'user', content }] }))).usage?.inputTokens;
    const overhead = ((await length('x')) ?? 0) - 1;
    expect(await length('x'.repeat(156 - overhead))).toBe(156);
    await expect(length('x'.repeat(157 - overhead))).rejects.toThrow(/The prompt has 157 tokens/);
  });
});

// Soon, since the tiny model writes its whole answer in a third of a second.
test('an abort ends an answer in the middle, and the next one is asked after it', async () => {
  await use(await open({ maxTokens: 1500, contextTokens: 2040 }), async (model) => {
    const stop = new AbortController();
    const asked = model.ask(sampleRequest({ signal: stop.signal }));
    setTimeout(() => stop.abort(), 30);
    await expect(asked).rejects.toMatchObject({ name: 'AbortError' });
    const short = { ...sampleRequest(), messages: [{ role: 'user' as const, content: 'x' }] };
    const second = new AbortController();
    const next = model.ask({ ...short, signal: second.signal });
    setTimeout(() => second.abort(), 30);
    await expect(next).rejects.toMatchObject({ name: 'AbortError' });
  });
});

test('a model that is too slow is no answer, with the limit named', async () => {
  await use(await open({ timeoutSeconds: 0.001 }), (model) =>
    expect(model.ask(sampleRequest())).rejects.toMatchObject({
      code: 'provider',
      message: 'Model "tiny" gave no answer in 0.001 s',
    }),
  );
});

describe('its identity', () => {
  test('is the content of the file, not its name or place', async () => {
    const model = await open();
    await writeTinyGguf(path.join(folder, 'copy.gguf'), { seed: 7 });
    await writeTinyGguf(path.join(folder, 'other.gguf'), { seed: 8 });
    expect((await open({ file: 'copy.gguf' })).identity).toEqual(model.identity);
    expect((await open({ file: 'other.gguf' })).identity['sha256']).not.toBe(model.identity['sha256']);
    expect(JSON.stringify(model.identity)).not.toContain(folder);
  });

  test('follows a file that changes', async () => {
    const file = path.join(folder, 'changing.gguf');
    await writeTinyGguf(file, { seed: 1 });
    const before = (await open({ file: 'changing.gguf' })).identity['sha256'];
    expect((await open({ file: 'changing.gguf' })).identity['sha256']).toBe(before);
    await writeTinyGguf(file, { seed: 2 });
    await utimes(file, 1, 1);
    expect((await open({ file: 'changing.gguf' })).identity['sha256']).not.toBe(before);
  });

  test('follows sampling parameters, context and grammar', async () => {
    const identity = async (change: Record<string, unknown>): Promise<string> =>
      JSON.stringify((await open(change)).identity);
    const all = await Promise.all(
      [
        {},
        { temperature: 0 },
        { topK: 5 },
        { maxTokens: 9 },
        { contextTokens: 600 },
        { chatTemplate: 'chatML' },
        { grammar: { synthesis: 'yes-or-no.gbnf' } },
      ].map(identity),
    );
    expect(new Set(all).size).toBe(all.length);
  });
});

describe('refuses', () => {
  test('a file that is not there, before anything is loaded', async () => {
    await expect(open({ file: 'none.gguf', source: 'hf:a/b/none.gguf' })).rejects.toMatchObject({
      code: 'config',
      hint: 'Fetch it with: ken models pull tiny',
    });
  });

  test('a file with another hash', async () => {
    await expect(open({ sha256: '0'.repeat(64) })).rejects.toThrow(/models\.yaml wants 0{64}/);
  });

  test('a grammar that is not there', async () => {
    await expect(open({ grammar: { synthesis: 'no.gbnf' } })).rejects.toThrow(/"no\.gbnf" of model "tiny"/);
  });

  test.each([
    ['garbage', Buffer.from('this is no model at all')],
    ['an empty file', Buffer.alloc(0)],
    ['a head without a body', Buffer.from('GGUF\u0003\0\0\0')],
  ])('%s', async (_, content) => {
    await writeFile(path.join(folder, 'bad.gguf'), content);
    await use(await open({ file: 'bad.gguf' }), (model) =>
      expect(model.ask(sampleRequest())).rejects.toMatchObject({
        code: 'config',
        message: expect.stringContaining('The file of model "tiny" cannot be loaded') as string,
      }),
    );
  });

  test('a grammar that is none', async () => {
    await writeFile(path.join(folder, 'broken.gbnf'), 'root ::= "yes\n');
    await use(await open({ grammar: { synthesis: 'broken.gbnf' } }), (model) =>
      expect(model.ask(sampleRequest())).rejects.toThrow('A grammar of model "tiny" is not valid GBNF'),
    );
  });

  test('a context that the model was not trained for', async () => {
    await use(await open({ contextTokens: 4096 }), (model) =>
      expect(model.ask(sampleRequest())).rejects.toThrow(/contextTokens: 4096, and was trained for 2048/),
    );
  });
});
