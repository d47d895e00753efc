import { type ClauseGate } from '../../../ken/verifier/contracts/clause-gate.ts';
import type { Clause, Rejected } from '../../../ken/verifier/contracts/contract.ts';
import type { Signature } from '../../../ken/verifier/contracts/language/signature.ts';
import type { DerivedClause } from '../facts/analysis.ts';

/** Reasons for which a derived clause is dropped without a word: it says nothing new. */
const saysNothing: ReadonlySet<Rejected['reason']> = new Set(['tautology', 'redundant']);

/** Passes derived clauses through the gate. */
export async function judgeClauses(
  gate: ClauseGate,
  signature: Signature,
  derived: readonly DerivedClause[],
): Promise<{ clauses: Clause[]; rejected: Rejected[] }> {
  const clauses: Clause[] = [];
  const rejected: Rejected[] = [];
  if (derived.length === 0) return { clauses, rejected };
  const answers = await gate.judge(signature, derived);
  for (const [index, answer] of answers.entries()) {
    const proposed = derived[index];
    if (!proposed) continue;
    const { role, text, provenance, confidence } = proposed;
    if (answer.status === 'accepted') {
      const id = `${role}.${clauses.filter((clause) => clause.role === role).length}`;
      clauses.push({ id, role, text: answer.text, provenance, confidence });
    } else if (!saysNothing.has(answer.reason)) {
      rejected.push({ role, text, reason: answer.reason, detail: answer.detail, provenance });
    }
  }
  return { clauses, rejected };
}
