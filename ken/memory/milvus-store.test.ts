import { afterAll, beforeAll, expect, test } from 'vitest';
import { milvusStub } from './milvus-stub.ts';
import { milvusStores } from './milvus-store.ts';
import { openMemory } from './open-memory.ts';
import { learnedPairsFile } from './learned-pairs.ts';
import type { TrainPair } from './train-pair.ts';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

let server: Awaited<ReturnType<typeof milvusStub>>;
let folder: string;
beforeAll(async () => {
  server = await milvusStub();
  folder = await mkdtemp(path.join(tmpdir(), 'ken-milvus-'));
});
afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true });
});

const pairs = [
  pair('doors', 'Watch doors that open'),
  pair('bells', 'Count bells that ring'),
  pair('mail', 'Sum letters by country'),
];

test('finds what the memory in this process finds, with the same scores, and replaces an older collection', async () => {
  const learned = learnedPairsFile(path.join(folder, 'learned.jsonl'));
  const vectorStore = milvusStores({ kind: 'milvus', url: server.url }, 'test', {});
  const memory = await openMemory({ pairs, learned, vectorStore });
  const plain = await openMemory({ pairs });
  for (const request of ['which door opens', 'ringing bells', 'letters from every country']) {
    const ask = { framework: 'bpftrace', count: 3 } as const;
    const [there, here] = [await memory.nearest(request, ask), await plain.nearest(request, ask)];
    expect(there.map((found) => found.pair.id)).toEqual(here.map((found) => found.pair.id));
    for (const [index, { score }] of there.entries()) expect(score).toBeCloseTo(here[index]?.score ?? Number.NaN, 5);
  }
  await memory.learn(pair('mounts', 'Log mounts of file systems'));
  expect((await memory.nearest('file system mounts', { framework: 'bpftrace', count: 1 }))[0]?.pair.id).toBe('mounts');
  await memory.reset();
  expect(await memory.nearest('file system mounts', { framework: 'bpftrace', count: 9 })).toHaveLength(3);
  expect(server.collections()).toHaveLength(1);
  expect(memory.identity).toBe(plain.identity);
}, 60_000);

function pair(id: string, prompt: string): TrainPair {
  return { id, prompt, program: 'BEGIN { }', framework: 'bpftrace', source: 'own sample' };
}
