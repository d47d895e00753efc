import type { Pair } from '../pairs/build/pair.ts';
import type { Decision } from './decision.ts';

/**
 * Applies the last decision of each entry. One whose entry is gone, or whose program changed since, is stale: it is
 * reported and not applied, since the person saw something else.
 */
export function replayDecisions(
  pairs: readonly Pair[],
  decisions: readonly Decision[],
): { pairs: Pair[]; stale: Decision[] } {
  const known = new Map(pairs.map((pair) => [pair.id, pair]));
  const last = new Map<string, Decision>();
  const stale: Decision[] = [];
  for (const decision of decisions) {
    if (known.get(decision.pair)?.programSha256 === decision.program) last.set(decision.pair, decision);
    else stale.push(decision);
  }
  return {
    pairs: pairs.map((pair) => {
      const decision = last.get(pair.id);
      return decision ? applied(pair, decision) : pair;
    }),
    stale,
  };
}

function applied(pair: Pair, decision: Decision): Pair {
  const who = `${decision.author}, ${decision.time}: ${decision.reason}`;
  switch (decision.action) {
    case 'reject':
      return { ...pair, leftOut: [...pair.leftOut, `rejected by ${who}`] };
    case 'accept':
    case 'edit': {
      const prompt = { text: decision.prompt, origin: 'curator' as const, from: who, vague: null, ungrounded: [] };
      return { ...pair, prompts: [prompt, ...pair.prompts] };
    }
  }
}
