import type { EmbeddingsInterface } from '@langchain/core/embeddings';

/** Scales vectors to length 1, so that their inner product is the cosine; the zero vector stays what it is. */
export function unitLength(embeddings: EmbeddingsInterface): EmbeddingsInterface {
  const scaled = (vector: number[]): number[] => {
    const length = Math.hypot(...vector);
    return length === 0 ? vector : vector.map((value) => value / length);
  };
  return {
    embedDocuments: async (texts) => (await embeddings.embedDocuments(texts)).map(scaled),
    embedQuery: async (text) => scaled(await embeddings.embedQuery(text)),
  };
}
