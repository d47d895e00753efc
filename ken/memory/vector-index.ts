import type { EmbeddingsInterface } from '@langchain/core/embeddings';
import type { VectorStore } from '@langchain/core/vectorstores';
import { KenError, quote } from '../errors.ts';
import type { Framework } from '../program.ts';

/** What an index needs to know of an item: it is found by its request. */
export interface Indexed {
  id: string;
  /** The request in English. */
  prompt: string;
  framework: Framework;
}

/** Makes an empty LangChain vector store whose scores are similarities. */
export type MakeVectorStore = (
  embeddings: EmbeddingsInterface,
  framework: string,
) => Promise<VectorStore> | VectorStore;

/** Items by the similarity of their requests, over LangChain's vector-store interface: one store for each framework. */
export class VectorIndex<Item extends Indexed> {
  readonly #items = new Map<string, Item>();
  readonly #stores = new Map<string, VectorStore>();
  readonly #embeddings: EmbeddingsInterface;
  readonly #makeStore: MakeVectorStore;

  constructor(embeddings: EmbeddingsInterface, makeStore: MakeVectorStore = inMemoryStore) {
    this.#embeddings = embeddings;
    this.#makeStore = makeStore;
  }

  get items(): readonly Item[] {
    return [...this.#items.values()];
  }

  /** An item of the same id is replaced. */
  async add(items: readonly Item[]): Promise<void> {
    const replaced = items.some(({ id }) => this.#items.has(id));
    for (const item of items) this.#items.set(item.id, item);
    if (!replaced) return this.#store([...new Map(items.map((item) => [item.id, item])).values()]);
    // Not every store can remove a document.
    this.#stores.clear();
    await this.#store(this.items);
  }

  /** The most similar items of the framework, best first; equal scores are ordered by id. May be fewer than `count`. */
  async nearest(
    prompt: string,
    { framework, count }: { framework: Framework; count: number },
  ): Promise<{ item: Item; score: number }[]> {
    const store = this.#stores.get(framework);
    if (!store || count < 1) return [];
    // Asking for all of them and cutting afterwards makes ties independent of the store's own order.
    const found = await store.similaritySearchWithScore(prompt, this.#items.size);
    return found
      .map(([document, score]) => ({ item: this.#known(document.metadata['id']), score }))
      .sort((left, right) => right.score - left.score || (left.item.id < right.item.id ? -1 : 1))
      .slice(0, count);
  }

  #known(id: unknown): Item {
    const item = this.#items.get(String(id));
    if (item) return item;
    throw new KenError('internal', `The vector store returned the unknown item ${quote(id)}`);
  }

  async #store(items: readonly Item[]): Promise<void> {
    for (const framework of new Set(items.map((item) => item.framework))) {
      const store = this.#stores.get(framework) ?? (await this.#makeStore(this.#embeddings, framework));
      this.#stores.set(framework, store);
      const own = items.filter((item) => item.framework === framework);
      await store.addDocuments(own.map(({ id, prompt }) => ({ pageContent: prompt, metadata: { id } })));
    }
  }
}

async function inMemoryStore(embeddings: EmbeddingsInterface): Promise<VectorStore> {
  const { MemoryVectorStore } = await import('@langchain/classic/vectorstores/memory');
  return new MemoryVectorStore(embeddings, { similarity: dotProduct });
}

/** LangChain's own cosine divides by the length, which is NaN for a text without words. Our vectors have length 1. */
function dotProduct(left: number[], right: number[]): number {
  return left.reduce((sum, value, index) => sum + value * (right[index] ?? 0), 0);
}
