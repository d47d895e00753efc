import { createHash } from 'node:crypto';
import type { EmbeddingsInterface } from '@langchain/core/embeddings';
import type { VectorStore } from '@langchain/core/vectorstores';
import { KenError, quote } from '../errors.ts';
import type { LearnedPairs } from './learned-pairs.ts';
import type { Memory, Neighbour } from './memory.ts';
import type { TrainPair } from './train-pair.ts';

export interface MemoryOptions {
  pairs: readonly TrainPair[];
  /** Makes `learn` and `reset` possible. */
  learned?: LearnedPairs;
  /** Other embeddings than our hashed TF-IDF, with the name that goes into the identity. */
  embeddings?: { name: string; embeddings: EmbeddingsInterface };
  /** Makes an empty LangChain vector store whose scores are similarities; default: in memory. */
  vectorStore?: (embeddings: EmbeddingsInterface, framework: string) => Promise<VectorStore> | VectorStore;
}

/**
 * Opens a memory over LangChain's vector-store interface, one store for each framework. The built-in embeddings are
 * fitted on `pairs` alone, so that what was learned does not move the vectors of the training set.
 * Throws `KenError('config')` for two training pairs of the same id.
 */
export async function openMemory(options: MemoryOptions): Promise<Memory> {
  refuseDuplicates(options.pairs);
  const { name, embeddings } = options.embeddings ?? (await hashedEmbeddings(options.pairs));
  const makeStore = options.vectorStore ?? inMemoryStore;
  const known = new Map<string, TrainPair>();
  const stores = new Map<string, VectorStore>();

  const add = async (pairs: readonly TrainPair[]): Promise<void> => {
    for (const pair of pairs) known.set(pair.id, pair);
    for (const framework of new Set(pairs.map((pair) => pair.framework))) {
      const store = stores.get(framework) ?? (await makeStore(embeddings, framework));
      stores.set(framework, store);
      const own = pairs.filter((pair) => pair.framework === framework);
      await store.addDocuments(own.map(({ id, prompt }) => ({ pageContent: prompt, metadata: { id } })));
    }
  };
  const rebuild = async (): Promise<void> => {
    known.clear();
    stores.clear();
    const learned = (await options.learned?.read()) ?? [];
    const learnedIds = new Set(learned.map((pair) => pair.id));
    await add([...options.pairs.filter((pair) => !learnedIds.has(pair.id)), ...learned]);
  };
  await rebuild();

  return {
    identity: createHash('sha256')
      .update(JSON.stringify([name, ...[...known.values()].map((pair) => [pair.id, pair.prompt, pair.program])]))
      .digest('hex'),
    get size() {
      return known.size;
    },
    get ids() {
      return [...known.keys()];
    },
    async nearest(prompt, { framework, count }) {
      const store = stores.get(framework);
      if (!store || count < 1) return [];
      // Asking for all of them and cutting afterwards makes ties independent of the store's own order.
      const found = await store.similaritySearchWithScore(prompt, known.size);
      return found
        .map(([document, score]) => neighbour(known, document.metadata['id'], score))
        .sort(byScoreThenId)
        .slice(0, count);
    },
    async learn(pair) {
      const learned = learnedOrThrow(options.learned);
      await learned.append(pair);
      if (known.has(pair.id)) await rebuild();
      else await add([pair]);
    },
    async reset() {
      await learnedOrThrow(options.learned).clear();
      await rebuild();
    },
  };
}

function refuseDuplicates(pairs: readonly TrainPair[]): void {
  const seen = new Set<string>();
  for (const { id } of pairs) {
    if (seen.has(id)) throw new KenError('config', `Two training pairs have the id ${quote(id)}`);
    seen.add(id);
  }
}

async function hashedEmbeddings(
  pairs: readonly TrainPair[],
): Promise<{ name: string; embeddings: EmbeddingsInterface }> {
  const { HashedEmbeddings, hashedEmbeddingsVersion } = await import('./hashed-embeddings.ts');
  return { name: hashedEmbeddingsVersion, embeddings: new HashedEmbeddings(pairs.map((pair) => pair.prompt)) };
}

async function inMemoryStore(embeddings: EmbeddingsInterface): Promise<VectorStore> {
  const { MemoryVectorStore } = await import('@langchain/classic/vectorstores/memory');
  return new MemoryVectorStore(embeddings, { similarity: dotProduct });
}

/** LangChain's own cosine divides by the length, which is NaN for a text without words. Our vectors have length 1. */
function dotProduct(left: number[], right: number[]): number {
  return left.reduce((sum, value, index) => sum + value * (right[index] ?? 0), 0);
}

function neighbour(known: ReadonlyMap<string, TrainPair>, id: unknown, score: number): Neighbour {
  const pair = known.get(String(id));
  if (!pair) throw new KenError('internal', `The vector store returned the unknown pair ${quote(id)}`);
  return { pair, score };
}

function byScoreThenId(left: Neighbour, right: Neighbour): number {
  if (left.score !== right.score) return right.score - left.score;
  return left.pair.id < right.pair.id ? -1 : 1;
}

function learnedOrThrow(learned: LearnedPairs | undefined): LearnedPairs {
  if (learned) return learned;
  throw new KenError('config', 'This memory cannot learn: it was opened without a file for learned pairs', {
    hint: 'Use a configuration with "learning: off", or give the memory a learning file.',
  });
}
