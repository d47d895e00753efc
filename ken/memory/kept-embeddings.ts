import type { EmbeddingsInterface } from '@langchain/core/embeddings';

/** Asks for the vector of each text once in the life of this process: what was learned is indexed anew for every cell. */
export function keptEmbeddings(embeddings: EmbeddingsInterface): EmbeddingsInterface {
  const kept = new Map<string, number[]>();
  return {
    async embedDocuments(texts) {
      const missing = [...new Set(texts.filter((text) => !kept.has(text)))];
      const vectors = missing.length === 0 ? [] : await embeddings.embedDocuments(missing);
      for (const [index, text] of missing.entries()) kept.set(text, vectors[index] ?? []);
      return texts.map((text) => kept.get(text) ?? []);
    },
    embedQuery: (text) => embeddings.embedQuery(text),
  };
}
