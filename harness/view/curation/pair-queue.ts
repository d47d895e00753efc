import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readDecisions } from '../../../dataset-builder/curation/decisions-file.ts';
import type { Decision } from '../../../dataset-builder/curation/decision.ts';
import { reviewQueue } from '../../../dataset-builder/curation/review-queue.ts';
import type { QueueItem } from '../../../dataset-builder/curation/review-queue.ts';
import { datasetFiles } from '../../../dataset-builder/pairs/build/dataset-files.ts';
import type { Pair } from '../../../dataset-builder/pairs/build/pair.ts';
import { readBuild } from '../../../dataset-builder/pairs/build/write-build.ts';
import { corporaFolder } from '../../cli/pairs/build-command.ts';
import { cleanLeaks } from '../../cli/pairs/review-command.ts';

export interface PairBuild {
  pairs: ReadonlyMap<string, Pair>;
  /** What a person should look at, whatever was decided: it depends on the build alone. */
  items: readonly QueueItem[];
}

/** The review queue of the training pairs, as `ken pairs review` has it; a build is read once. */
export class PairQueue {
  readonly folder: string;
  readonly decisionsFile: string;
  #kept: { stamp: string; build: Promise<PairBuild> } | null = null;

  constructor({ dataset, decisions }: { dataset: string | null; decisions: string | null }) {
    const files = datasetFiles(corporaFolder, dataset ?? undefined);
    this.folder = files.built;
    this.decisionsFile = decisions ?? files.decisions;
  }

  /** Null when the dataset was not built. */
  async build(): Promise<PairBuild | null> {
    const found = await stat(join(this.folder, 'pairs.jsonl')).catch(() => null);
    if (!found) return null;
    const stamp = `${found.size} ${found.mtimeMs}`;
    if (this.#kept?.stamp !== stamp) this.#kept = { stamp, build: this.#read() };
    return this.#kept.build;
  }

  decisions(): Promise<Decision[]> {
    return readDecisions(this.decisionsFile);
  }

  async #read(): Promise<PairBuild> {
    try {
      const { pairs } = await readBuild(this.folder);
      const items = reviewQueue({ pairs, decisions: [], leaks: await cleanLeaks() });
      return { pairs: new Map(pairs.map((pair) => [pair.id, pair])), items };
    } catch (error) {
      this.#kept = null;
      throw error;
    }
  }
}

/** Items without a decision on their present program. */
export function openItems({ pairs, items }: PairBuild, decisions: readonly Decision[]): QueueItem[] {
  const decided = new Set(decisions.map(({ pair, program }) => `${pair} ${program}`));
  return items.filter(({ pair }) => !decided.has(`${pair} ${pairs.get(pair)?.programSha256 ?? ''}`));
}
