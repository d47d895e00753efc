import { createHash } from 'node:crypto';

/** The sampling seed of one attempt, from the cell's seed: 31 bits, as providers take them. */
export function attemptSeed(seed: number, attempt: number): number {
  return createHash('sha256').update(`${seed}/attempt/${attempt}`).digest().readUInt32BE(0) >>> 1;
}
