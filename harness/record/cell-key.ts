import { createHash } from 'node:crypto';
import { canonicalJson } from './canonical-json.ts';

/** Everything that can change the result of a cell. What is not in here (concurrency, clock, host) must not. */
export interface CellIdentity {
  /** Content hash of the case. */
  caseHash: string;
  configuration: Readonly<Record<string, unknown>>;
  /** `Model.identity`, with the model's name. */
  model: Readonly<Record<string, unknown>>;
  promptVersion: string;
  /** Kernel, bpftrace, image (and clang); null when nothing runs in a guest, as for an import. */
  toolchain: Readonly<Record<string, unknown>> | null;
  /** SHA-256 of the contracts that annotations rest on; left out where the configuration uses none. */
  contracts?: string;
  /**
   * Only where the configuration learns: version of how lessons are told, and the key of the cell whose lessons it knows
   * last (null: the first), so that another order makes other cells.
   */
  learning?: { version: string; after: string | null };
  /** Independent repeat, from 1. */
  trial: number;
}

/** The name of a cell: 64 hex digits, the same on every machine. Resume, records, scores and comparisons join on it. */
export function cellKey(identity: CellIdentity): string {
  return sha256(canonicalJson({ v: 1, ...identity }));
}

/** The sampling seed of a cell, from the run's seed: 31 bits, independent of order and concurrency. */
export function cellSeed(runSeed: number, key: string): number {
  return Number.parseInt(sha256(`${runSeed}:${key}`).slice(0, 8), 16) >>> 1;
}

/** Lower-case hex SHA-256 of a text in UTF-8. */
export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
