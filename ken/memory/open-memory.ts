import { createHash } from 'node:crypto';
import type { EmbeddingsInterface } from '@langchain/core/embeddings';
import { KenError, quote } from '../errors.ts';
import { keptEmbeddings } from './kept-embeddings.ts';
import type { Memory } from './memory.ts';
import type { TrainPair } from './train-pair.ts';
import { VectorIndex, type MakeVectorStore } from './vector-index.ts';

export interface MemoryOptions {
  pairs: readonly TrainPair[];
  /** Other embeddings than our hashed TF-IDF, with the name that goes into the identity. */
  embeddings?: { name: string; embeddings: EmbeddingsInterface };
  /** Default: in memory. */
  vectorStore?: MakeVectorStore;
}

/**
 * Opens a memory of training pairs. The built-in embeddings are fitted on `pairs`, and on nothing that is learned later.
 * Throws `KenError('config')` for two training pairs of the same id.
 */
export async function openMemory({ pairs, ...options }: MemoryOptions): Promise<Memory> {
  refuseDuplicates(pairs);
  const { name, embeddings } = options.embeddings ?? (await hashedEmbeddings(pairs));
  const index = new VectorIndex<TrainPair>(embeddings, options.vectorStore);
  await index.add(pairs);
  return {
    identity: createHash('sha256')
      .update(JSON.stringify([name, ...pairs.map((pair) => [pair.id, pair.prompt, pair.program])]))
      .digest('hex'),
    size: pairs.length,
    ids: pairs.map(({ id }) => id),
    embeddings: keptEmbeddings(embeddings),
    async nearest(prompt, ask) {
      const found = await index.nearest(prompt, ask);
      return found.map(({ item, score }) => ({ pair: item, score }));
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
