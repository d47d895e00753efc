import type { EmbeddingsInterface } from '@langchain/core/embeddings';
import type { Framework } from '../program.ts';
import type { TrainPair } from './train-pair.ts';

export interface Neighbour {
  pair: TrainPair;
  /** Cosine of the two requests, from -1 to 1; bigger is more similar. */
  score: number;
}

/** Training pairs, found by the similarity of their requests (paper section 3.3). */
export interface Memory {
  /** Hash of the embeddings' version and of every training pair; what was learned is not in it. */
  readonly identity: string;
  /** Number of pairs, learned ones included. */
  readonly size: number;
  /** Ids of all pairs, learned ones included. */
  readonly ids: readonly string[];
  /** How requests are turned into vectors; what was learned is found by the same. */
  readonly embeddings: EmbeddingsInterface;
  /** The most similar pairs of the framework, best first; equal scores are ordered by id. May be fewer than `count`. */
  nearest(prompt: string, options: { framework: Framework; count: number }): Promise<Neighbour[]>;
}
