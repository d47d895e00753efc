import type { Framework } from '../program.ts';
import type { Memory } from './memory.ts';

/** A request, and the pairs that a person calls the same task or near it. */
export interface JudgedRequest {
  id: string;
  prompt: string;
  framework: Framework;
  /** Ids of pairs; at least one. */
  relevant: readonly string[];
}

export interface RetrievalQuality {
  requests: number;
  /** Share with a relevant pair among the first two, as many as the paper retrieves. */
  hitAtTwo: number;
  /** Mean of 1 / rank of the first relevant pair, 0 when none is found. */
  meanReciprocalRank: number;
  /** Requests without a relevant pair among the first two, with its rank (null: not found at all). */
  missed: { id: string; rank: number | null; first: string[] }[];
}

/** How well a memory finds what people call relevant. */
export async function retrievalQuality(memory: Memory, requests: readonly JudgedRequest[]): Promise<RetrievalQuality> {
  const missed: RetrievalQuality['missed'] = [];
  let reciprocal = 0;
  for (const { id, prompt, framework, relevant } of requests) {
    const found = await memory.nearest(prompt, { framework, count: memory.size });
    const index = found.findIndex(({ pair }) => relevant.includes(pair.id));
    if (index >= 0) reciprocal += 1 / (index + 1);
    if (index < 0 || index > 1) {
      missed.push({ id, rank: index < 0 ? null : index + 1, first: found.slice(0, 2).map(({ pair }) => pair.id) });
    }
  }
  const share = (value: number): number => (requests.length === 0 ? 0 : value / requests.length);
  return {
    requests: requests.length,
    hitAtTwo: share(requests.length - missed.length),
    meanReciprocalRank: share(reciprocal),
    missed,
  };
}
