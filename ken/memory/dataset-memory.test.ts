import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readDatasetPairs } from './dataset-pairs.ts';
import { memorySettingsSchema, readMemorySettings } from './memory-settings.ts';
import { openEmbeddings } from './open-embeddings.ts';
import { openMemory } from './open-memory.ts';
import { openTrainMemory } from './open-train-memory.ts';
import { retrievalQuality } from './retrieval-quality.ts';
import type { TrainPair } from './train-pair.ts';

let folder: string;
let server: Server | undefined;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'ken-dataset-'));
});
afterEach(async () => {
  server?.close();
  server = undefined;
  await rm(folder, { recursive: true });
});

const pairs: TrainPair[] = [
  pair('doors', 'Watch doors that open'),
  pair('bells', 'Count bells that ring'),
  pair('mail', 'Sum letters by country'),
];

test('reads the train set of a build, and says what is wrong with it', async () => {
  const file = path.join(folder, 'train.jsonl');
  await expect(readDatasetPairs(file)).rejects.toThrow(/there is no train set/);
  await writeFile(file, pairs.map((one) => `${JSON.stringify(one)}\n`).join(''));
  expect(await readDatasetPairs(file)).toEqual(pairs);
  const memory = await openTrainMemory(memorySettingsSchema.parse({ trainSet: 'dataset' }), {
    tools: '',
    dataset: file,
    environment: {},
  });
  expect((await memory.nearest('which door opens', { framework: 'bpftrace', count: 1 }))[0]?.pair.id).toBe('doors');
  await writeFile(file, '{"id": 1}\n');
  await expect(readDatasetPairs(file)).rejects.toThrow(/train\.jsonl:1 is no training pair/);
});

test('settings: defaults without a file, an unknown key and a password in an address are refused', async () => {
  const file = path.join(folder, 'memory.yaml');
  expect(await readMemorySettings(file)).toEqual({
    trainSet: 'tools',
    embeddings: { kind: 'hashed' },
    store: { kind: 'in-memory' },
  });
  await writeFile(file, 'trainset: dataset\n');
  await expect(readMemorySettings(file)).rejects.toThrow(/trainset/);
  await writeFile(file, 'embeddings: { kind: ollama, model: m, baseUrl: "http://user:secret@127.0.0.1" }\n');
  await expect(readMemorySettings(file)).rejects.toThrow(/no user name or password/);
});

test.each(['openai-compatible', 'ollama'] as const)(
  'embeddings of a server (%s) are asked for as plain numbers',
  async (kind) => {
    const asked: Record<string, unknown>[] = [];
    const address = await serve((body) => {
      asked.push(body);
      const inputs = [body['input']].flat() as string[];
      return {
        data: inputs.map((text, index) => ({ index, embedding: [text.includes('door') ? 1 : 0, 1] })),
        model: 'm',
        usage: { prompt_tokens: 1, total_tokens: 1 },
      };
    });
    const settings =
      kind === 'ollama' ? { kind, model: 'm', baseUrl: address } : { kind, model: 'm', baseUrl: `${address}/v1` };
    const embeddings = await openEmbeddings(settings, {});
    expect(embeddings?.name).toContain('m');
    const memory = await openMemory({ pairs, ...(embeddings ? { embeddings } : {}) });
    expect((await memory.nearest('a door', { framework: 'bpftrace', count: 1 }))[0]?.pair.id).toBe('doors');
    expect(asked[0]).toMatchObject({ model: 'm', encoding_format: 'float', input: pairs.map(({ prompt }) => prompt) });
    expect(memory.identity).not.toBe((await openMemory({ pairs })).identity);
  },
);

test('a server that refuses is named, once', async () => {
  let calls = 0;
  const address = await serve(() => {
    calls += 1;
    return undefined;
  });
  const embeddings = await openEmbeddings({ kind: 'ollama', model: 'missing', baseUrl: address }, {});
  await expect(embeddings?.embeddings.embedQuery('x')).rejects.toThrow(/the embeddings missing at .* failed/);
  expect(calls).toBe(1);
});

test('a key that is not set, and a model file that is not there, are told before anything is asked', async () => {
  const settings = {
    kind: 'openai-compatible' as const,
    model: 'm',
    baseUrl: 'http://127.0.0.1:9/v1',
    keyVariable: 'NO_SUCH_KEY',
  };
  await expect(openEmbeddings(settings, {})).rejects.toThrow(/NO_SUCH_KEY is not set/);
  await expect(openEmbeddings({ kind: 'llama-cpp', file: path.join(folder, 'none.gguf') }, {})).rejects.toThrow(
    /cannot be loaded/,
  );
});

test('embeddings of a GGUF file are the same on every call', async () => {
  const { writeTinyGguf } = await import('../models/llama/tiny-gguf.ts');
  const file = path.join(folder, 'tiny.gguf');
  await writeTinyGguf(file, { seed: 7 });
  const embeddings = await openEmbeddings({ kind: 'llama-cpp', file }, {});
  const [first, other] = (await embeddings?.embeddings.embedDocuments(['watch doors', 'count bells'])) ?? [];
  expect(first?.length).toBeGreaterThan(1);
  expect(Math.hypot(...(first ?? []))).toBeCloseTo(1, 9);
  expect(await embeddings?.embeddings.embedQuery('watch doors')).toEqual(first);
  expect(other).not.toEqual(first);
}, 120_000);

test('a Milvus server that is not there is named', async () => {
  await writeFile(path.join(folder, 'train.jsonl'), `${JSON.stringify(pairs[0])}\n`);
  const settings = memorySettingsSchema.parse({ trainSet: 'dataset', store: { kind: 'milvus', url: '127.0.0.1:9' } });
  const places = { tools: '', dataset: path.join(folder, 'train.jsonl'), environment: {} };
  await expect(openTrainMemory(settings, places)).rejects.toThrow(/Milvus server 127\.0\.0\.1:9 cannot be used/);
}, 30_000);

test('retrieval is measured by the first relevant pair', async () => {
  const memory = await openMemory({ pairs });
  const quality = await retrievalQuality(memory, [
    { id: 'first', prompt: 'doors that open', framework: 'bpftrace', relevant: ['doors'] },
    { id: 'last', prompt: 'doors that ring', framework: 'bpftrace', relevant: ['mail'] },
    { id: 'never', prompt: 'doors', framework: 'bpftrace', relevant: ['nothing'] },
  ]);
  expect(quality.hitAtTwo).toBeCloseTo(1 / 3);
  expect(quality.meanReciprocalRank).toBeCloseTo((1 + 1 / 3) / 3);
  expect(quality.missed.map(({ id, rank }) => [id, rank])).toEqual([
    ['last', 3],
    ['never', null],
  ]);
});

/** Answers every request with the reply, or with status 404 when there is none. */
async function serve(reply: (body: Record<string, unknown>) => unknown): Promise<string> {
  const started = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      const answer = reply(JSON.parse(text) as Record<string, unknown>);
      response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer ?? { error: { message: 'model not found' } }));
    });
  });
  server = started;
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(started.address() as AddressInfo).port}`;
}

function pair(id: string, prompt: string): TrainPair {
  return { id, prompt, program: 'BEGIN { }', framework: 'bpftrace', source: 'own sample' };
}
