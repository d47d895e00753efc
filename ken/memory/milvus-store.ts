import { createHash } from 'node:crypto';
import type { EmbeddingsInterface } from '@langchain/core/embeddings';
import type { VectorStore } from '@langchain/core/vectorstores';
import { KenError } from '../errors.ts';
import type { StoreSettings } from './memory-settings.ts';

/**
 * A maker of empty collections on a Milvus server, through LangChain's store. Collections are exact (`FLAT`) and compare by
 * the inner product, so that scores are the same cosines as in memory; a collection of the same name is replaced.
 *
 * @param name tells the collections of different sets apart.
 */
export function milvusStores(
  settings: Extract<StoreSettings, { kind: 'milvus' }>,
  name: string,
  environment: Readonly<Record<string, string | undefined>>,
): (embeddings: EmbeddingsInterface, part: string) => Promise<VectorStore> {
  return async (embeddings, part) => {
    const { Milvus } = await import('@langchain/community/vectorstores/milvus');
    const user = settings.userVariable === undefined ? undefined : environment[settings.userVariable];
    const password = settings.passwordVariable === undefined ? undefined : environment[settings.passwordVariable];
    const collectionName = `ken_${createHash('sha256').update(name).digest('hex').slice(0, 16)}_${part.replace(/\W/g, '_')}`;
    const store = new Milvus(embeddings, {
      url: settings.url,
      collectionName,
      textFieldMaxLength: 8_192,
      indexCreateOptions: { index_type: 'FLAT', metric_type: 'IP' },
      clientConfig: {
        address: settings.url,
        timeout: 10_000,
        maxRetries: 0,
        ...(user === undefined ? {} : { username: user }),
        ...(password === undefined ? {} : { password }),
      },
    });
    // The client connects by itself; a failure shows in the first call, and must not end the process before.
    store.client.connectPromise.catch(() => undefined);
    try {
      if (await store.hasCollection()) await store.client.dropCollection({ collection_name: collectionName });
    } catch (cause) {
      throw new KenError('provider', `the Milvus server ${settings.url} cannot be used: ${(cause as Error).message}`, {
        cause,
        hint: 'Check `store` in memory.yaml, or use store: { kind: in-memory }.',
      });
    }
    return store;
  };
}
