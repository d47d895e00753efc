import { readBpftraceTools } from './bpftrace-tools.ts';
import { readDatasetPairs } from './dataset-pairs.ts';
import type { Memory } from './memory.ts';
import type { MemorySettings } from './memory-settings.ts';
import { milvusStores } from './milvus-store.ts';
import { openEmbeddings } from './open-embeddings.ts';
import { openMemory } from './open-memory.ts';

export interface TrainMemoryPlaces {
  /** Folder with the guest's bpftrace tools. */
  tools: string;
  /** `train.jsonl` of the built dataset. */
  dataset: string;
  /** Where keys are looked up: `process.env`. */
  environment: Readonly<Record<string, string | undefined>>;
}

/** Opens the memory that the settings name, with its train set. */
export async function openTrainMemory(settings: MemorySettings, places: TrainMemoryPlaces): Promise<Memory> {
  const pairs =
    settings.trainSet === 'tools'
      ? (await readBpftraceTools(places.tools)).pairs
      : await readDatasetPairs(places.dataset);
  const embeddings = await openEmbeddings(settings.embeddings, places.environment);
  const { store } = settings;
  return openMemory({
    pairs,
    ...(embeddings ? { embeddings } : {}),
    ...(store.kind === 'milvus'
      ? {
          vectorStore: milvusStores(
            store,
            JSON.stringify([settings.trainSet, settings.embeddings, pairs.map(({ id }) => id)]),
            places.environment,
          ),
        }
      : {}),
  });
}
