import type { TypeTable } from '../../../ken/verifier/btf/type-table.ts';
import type { ClauseGate } from '../../../ken/verifier/contracts/clause-gate.ts';
import { signatureOf } from '../check/check-contracts.ts';
import { asClause, type ReleasedEntry } from './released-specs.ts';

export interface ReleasedReport {
  entries: number;
  functions: number;
  /** Entries of functions that this kernel's BTF does not have. */
  unknownFunctions: number;
  conditions: number;
  /** Conditions of functions that are known; the others cannot be judged. */
  judged: number;
  accepted: number;
  /** Accepted ones that say more than `!= NULL`. */
  telling: number;
  rejected: Record<string, number>;
  functionsWithClause: number;
}

/** Passes released specifications through the gate that the project's own clauses pass. */
export async function judgeReleased(
  entries: readonly ReleasedEntry[],
  gate: ClauseGate,
  types: TypeTable,
  isHelper: boolean,
): Promise<ReleasedReport> {
  const report: ReleasedReport = {
    ...{
      entries: entries.length,
      functions: new Set(entries.map((each) => each.function)).size,
      unknownFunctions: 0,
      conditions: 0,
    },
    ...{ judged: 0, accepted: 0, telling: 0, rejected: {}, functionsWithClause: 0 },
  };
  const useful = new Set<string>();
  for (const entry of entries) {
    report.conditions += entry.conditions.length;
    const signature = signatureOf(types, entry.function);
    if (!signature) {
      report.unknownFunctions++;
      continue;
    }
    const clauses = entry.conditions.map((condition) => asClause(condition, isHelper));
    const answers = clauses.length === 0 ? [] : await gate.judge(signature, clauses);
    for (const [index, answer] of answers.entries()) {
      report.judged++;
      if (answer.status === 'rejected') report.rejected[answer.reason] = (report.rejected[answer.reason] ?? 0) + 1;
      else {
        report.accepted++;
        useful.add(entry.function);
        if (!/!=\s*(?:NULL|0)$/.test(clauses[index]?.text ?? '')) report.telling++;
      }
    }
  }
  report.functionsWithClause = useful.size;
  return report;
}
