import { afterAll, beforeAll, expect, test } from 'vitest';
import { milvusStub } from './milvus-stub.ts';
import { milvusStores } from './milvus-store.ts';
import { openMemory } from './open-memory.ts';
import { openExperience } from './experience.ts';
import type { TrainPair } from './train-pair.ts';

let server: Awaited<ReturnType<typeof milvusStub>>;
beforeAll(async () => {
  server = await milvusStub();
});
afterAll(() => server.close());

const pairs = [
  pair('doors', 'Watch doors that open'),
  pair('bells', 'Count bells that ring'),
  pair('mail', 'Sum letters by country'),
];

test('finds what the memory in this process finds, with the same scores, and replaces an older collection', async () => {
  const vectorStore = milvusStores({ kind: 'milvus', url: server.url }, 'test', {});
  const memory = await openMemory({ pairs, vectorStore });
  const plain = await openMemory({ pairs });
  for (const request of ['which door opens', 'ringing bells', 'letters from every country']) {
    const ask = { framework: 'bpftrace', count: 3 } as const;
    const [there, here] = [await memory.nearest(request, ask), await plain.nearest(request, ask)];
    expect(there.map((found) => found.pair.id)).toEqual(here.map((found) => found.pair.id));
    for (const [index, { score }] of there.entries()) expect(score).toBeCloseTo(here[index]?.score ?? Number.NaN, 5);
  }
  const experience = await openExperience({ memory, lessons: [] });
  await experience.learn([{ kind: 'program', ...pair('mounts', 'Log mounts of file systems') }]);
  const ask = { framework: 'bpftrace', count: 1 } as const;
  expect((await experience.memory.nearest('file system mounts', ask))[0]?.pair.id).toBe('mounts');
  expect((await memory.nearest('file system mounts', ask))[0]?.pair.id).not.toBe('mounts');
  expect(server.collections()).toHaveLength(1);
  expect(memory.identity).toBe(plain.identity);
}, 60_000);

function pair(id: string, prompt: string): TrainPair {
  return { id, prompt, program: 'BEGIN { }', framework: 'bpftrace', source: 'own sample' };
}
