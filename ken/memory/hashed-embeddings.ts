import { Embeddings } from '@langchain/core/embeddings';
import { textFeatures } from './text-features.ts';

/** Changes whenever the same text would get another vector. */
export const hashedEmbeddingsVersion = 'hashed-tfidf-1';

const halfDimensions = 2048;
const wordShare = 0.6;

/**
 * Deterministic embeddings that need neither a network nor weights: TF-IDF over hashed words and character n-grams.
 *
 * The first half of a vector holds words, the second n-grams. A feature that occurs `c` times weighs
 * `(1 + ln c) * (ln((1 + N) / (1 + d)) + 1)`, where `d` of the `N` fitted texts contain it; FNV-1a of the feature picks
 * the dimension and the sign. Each half is L2-normalised and then scaled so that words make up 60 % of a squared
 * length of 1. The dot product of two vectors is their cosine; a text without words is the zero vector.
 */
export class HashedEmbeddings extends Embeddings {
  readonly #fittedTexts: number;
  readonly #wordFrequency = new Map<string, number>();
  readonly #gramFrequency = new Map<string, number>();

  /** @param texts the training set's requests; they decide which words are rare. */
  constructor(texts: readonly string[]) {
    super({ maxRetries: 0 });
    this.#fittedTexts = texts.length;
    for (const text of texts) {
      const { words, grams } = textFeatures(text);
      for (const word of words.keys()) this.#wordFrequency.set(word, (this.#wordFrequency.get(word) ?? 0) + 1);
      for (const gram of grams.keys()) this.#gramFrequency.set(gram, (this.#gramFrequency.get(gram) ?? 0) + 1);
    }
  }

  override embedDocuments(texts: string[]): Promise<number[][]> {
    return Promise.resolve(texts.map((text) => this.#embed(text)));
  }

  override embedQuery(text: string): Promise<number[]> {
    return Promise.resolve(this.#embed(text));
  }

  #embed(text: string): number[] {
    const { words, grams } = textFeatures(text);
    return [
      ...this.#half(words, this.#wordFrequency, Math.sqrt(wordShare)),
      ...this.#half(grams, this.#gramFrequency, Math.sqrt(1 - wordShare)),
    ];
  }

  #half(counts: Map<string, number>, frequency: Map<string, number>, length: number): Float64Array {
    const vector = new Float64Array(halfDimensions);
    for (const [feature, count] of counts) {
      const rarity = Math.log((1 + this.#fittedTexts) / (1 + (frequency.get(feature) ?? 0))) + 1;
      const hash = fnv1a(feature);
      const index = (hash >>> 1) % halfDimensions;
      vector[index] = (vector[index] ?? 0) + (hash & 1 ? 1 : -1) * (1 + Math.log(count)) * rarity;
    }
    const norm = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
    return norm === 0 ? vector : vector.map((value) => (value / norm) * length);
  }
}

/** 32-bit FNV-1a over UTF-16 code units, with a final mix since short keys leave the low bits correlated. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}
