import type { Contract } from '../../../ken/verifier/contracts/contract.ts';
import type { ContractStore } from '../../../ken/verifier/contracts/contract-store.ts';
import { rewriteContracts } from '../build/rewrite-contracts.ts';
import type { ClauseOutcome } from './compare.ts';

/** Calls after which a clause that is not proved counts as observed. */
const enough = 1000;

/** Writes what was seen into a set: counts, `observed`, and for a violated clause `refuted` with the witness. */
export async function markOutcomes(store: ContractStore, outcomes: readonly ClauseOutcome[]): Promise<void> {
  const byFunction = new Map<string, ClauseOutcome[]>();
  for (const outcome of outcomes)
    byFunction.set(outcome.function, [...(byFunction.get(outcome.function) ?? []), outcome]);
  await rewriteContracts(store, (contract) => {
    const seen = byFunction.get(contract.name);
    return seen ? { ...contract, clauses: contract.clauses.map((clause) => marked(clause, seen)) } : contract;
  });
}

function marked(clause: Contract['clauses'][number], outcomes: readonly ClauseOutcome[]): Contract['clauses'][number] {
  const outcome = outcomes.find((each) => each.clause === clause.id && each.text === clause.text);
  if (!outcome) return clause;
  const observations = (clause.observations ?? 0) + outcome.observations;
  if (outcome.witness !== null) return { ...clause, observations, confidence: 'refuted', witness: outcome.witness };
  return {
    ...clause,
    observations,
    confidence: clause.confidence === 'unproven' && observations >= enough ? 'observed' : clause.confidence,
  };
}
