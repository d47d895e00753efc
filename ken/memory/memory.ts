import type { Framework } from '../program.ts';
import type { TrainPair } from './train-pair.ts';

export interface Neighbour {
  pair: TrainPair;
  /** Cosine of the two requests, from -1 to 1; bigger is more similar. */
  score: number;
}

/** Training pairs, found by the similarity of their requests (paper sections 3.3 and 3.4). */
export interface Memory {
  /** Hash of the embeddings' version and of every pair that was there when the memory was opened. */
  readonly identity: string;
  /** Number of pairs, learned ones included. */
  readonly size: number;
  /** Ids of all pairs, learned ones included. */
  readonly ids: readonly string[];
  /** The most similar pairs of the framework, best first; equal scores are ordered by id. May be fewer than `count`. */
  nearest(prompt: string, options: { framework: Framework; count: number }): Promise<Neighbour[]>;
  /** Remembers an accepted pair. Throws `KenError('config')` when the memory was opened without a learning file. */
  learn(pair: TrainPair): Promise<void>;
  /** Forgets everything that was learned; the training set stays. */
  reset(): Promise<void>;
}
