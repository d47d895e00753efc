import { MemoryVectorStore } from '@langchain/classic/vectorstores/memory';
import { describe, expect, test } from 'vitest';
import { openMemory } from './open-memory.ts';
import type { MemoryOptions } from './open-memory.ts';
import type { TrainPair } from './train-pair.ts';

const pairs: TrainPair[] = [
  pair('opens', 'Show which files are opened'),
  pair('sleep', 'Count processes that sleep'),
  pair('disk', 'Histogram of disk block sizes'),
];

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

test('refuses duplicate ids', async () => {
  await expect(openMemory({ pairs: [...pairs, ...pairs] })).rejects.toThrow(/"opens"/);
});

function pair(id: string, prompt: string): TrainPair {
  return { id, prompt, program: `BEGIN { printf("${id}\\n"); }`, framework: 'bpftrace', source: 'own sample' };
}
