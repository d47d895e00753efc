import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { MemoryVectorStore } from '@langchain/classic/vectorstores/memory';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { learnedPairsFile } from './learned-pairs.ts';
import { openMemory } from './open-memory.ts';
import type { MemoryOptions } from './open-memory.ts';
import type { TrainPair } from './train-pair.ts';

const pairs: TrainPair[] = [
  pair('opens', 'Show which files are opened'),
  pair('sleep', 'Count processes that sleep'),
  pair('disk', 'Histogram of disk block sizes'),
];

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'ken-memory-'));
});
afterEach(() => rm(folder, { recursive: true }));

const stores: [string, Partial<MemoryOptions>][] = [
  ['default store', {}],
  ["LangChain's store with its own cosine", { vectorStore: (embeddings) => new MemoryVectorStore(embeddings) }],
];

describe.each(stores)('memory on the %s', (_, options) => {
  test('finds the most similar request first, with falling scores', async () => {
    const memory = await openMemory({ pairs, ...options });
    const found = await memory.nearest('report every file that a process opens', { framework: 'bpftrace', count: 2 });
    expect(found.map(({ pair }) => pair.id)).toEqual(['opens', 'sleep']);
    expect(found[0]?.score).toBeGreaterThan(found[1]?.score ?? 1);
  });

  test('a training request finds itself with score 1', async () => {
    const memory = await openMemory({ pairs, ...options });
    for (const known of pairs) {
      const [best] = await memory.nearest(known.prompt, { framework: 'bpftrace', count: 1 });
      expect(best?.pair).toEqual(known);
      expect(best?.score).toBeCloseTo(1, 10);
    }
  });

  test('keeps frameworks apart and gives fewer when there are fewer', async () => {
    const memory = await openMemory({ pairs, ...options });
    expect(await memory.nearest('files', { framework: 'libbpf', count: 2 })).toEqual([]);
    expect(await memory.nearest('files', { framework: 'bpftrace', count: 9 })).toHaveLength(3);
    expect(await memory.nearest('files', { framework: 'bpftrace', count: 0 })).toEqual([]);
  });
});

test('orders equal scores by id, whatever the order of the training set', async () => {
  const same = ['c', 'a', 'b'].map((id) => pair(id, 'Trace the scheduler'));
  for (const order of [same, same.toReversed()]) {
    const memory = await openMemory({ pairs: order });
    const found = await memory.nearest('scheduler', { framework: 'bpftrace', count: 3 });
    expect(found.map((neighbour) => neighbour.pair.id)).toEqual(['a', 'b', 'c']);
  }
});

test('a request without words gets scores of 0, not NaN', async () => {
  const memory = await openMemory({ pairs });
  const found = await memory.nearest('?!', { framework: 'bpftrace', count: 3 });
  expect(found.map(({ score }) => score)).toEqual([0, 0, 0]);
});

test('identity follows the content', async () => {
  const identities = await Promise.all(
    [pairs, pairs, pairs.slice(1), [{ ...pair('opens', 'Show which files are opened'), program: 'END {}' }]].map(
      async (some) => (await openMemory({ pairs: some })).identity,
    ),
  );
  expect(identities[0]).toBe(identities[1]);
  expect(new Set(identities).size).toBe(3);
});

test('learns, remembers after opening again, and forgets', async () => {
  const file = path.join(folder, 'deep', 'learned.jsonl');
  const memory = await openMemory({ pairs, learned: learnedPairsFile(file) });
  await memory.learn(pair('mounts', 'Log every mount of a file system'));
  const ask = { framework: 'bpftrace', count: 1 } as const;
  expect((await memory.nearest('file system mounts', ask))[0]?.pair.id).toBe('mounts');
  const again = await openMemory({ pairs, learned: learnedPairsFile(file) });
  expect(again.size).toBe(4);
  await again.reset();
  expect(again.size).toBe(3);
  expect((await again.nearest('file system mounts', ask))[0]?.pair.id).not.toBe('mounts');
});

test('a pair that is learned again replaces the earlier one', async () => {
  const memory = await openMemory({ pairs, learned: learnedPairsFile(path.join(folder, 'learned.jsonl')) });
  await memory.learn(pair('opens', 'Watch the battery'));
  expect(memory.size).toBe(3);
  expect((await memory.nearest('battery', { framework: 'bpftrace', count: 1 }))[0]?.pair.prompt).toBe(
    'Watch the battery',
  );
});

test('refuses to learn without a file, duplicate ids, and a damaged file', async () => {
  const memory = await openMemory({ pairs });
  await expect(memory.learn(pair('x', 'y'))).rejects.toThrow(/cannot learn/);
  await expect(openMemory({ pairs: [...pairs, ...pairs] })).rejects.toThrow(/"opens"/);
  const file = path.join(folder, 'learned.jsonl');
  await learnedPairsFile(file).append(pair('x', 'y'));
  await appendFile(file, '{"id":"torn\n');
  await expect(openMemory({ pairs, learned: learnedPairsFile(file) })).rejects.toThrow(/learned\.jsonl:2/);
  expect(await readFile(file, 'utf8')).toContain('torn');
});

function pair(id: string, prompt: string): TrainPair {
  return { id, prompt, program: `BEGIN { printf("${id}\\n"); }`, framework: 'bpftrace', source: 'own sample' };
}
