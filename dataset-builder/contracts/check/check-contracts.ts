import type { TypeTable } from '../../../ken/verifier/btf/type-table.ts';
import type { ClauseGate } from '../../../ken/verifier/contracts/clause-gate.ts';
import type { Contract } from '../../../ken/verifier/contracts/contract.ts';
import type { Signature } from '../../../ken/verifier/contracts/language/signature.ts';

export interface CheckReport {
  contracts: number;
  clauses: number;
  passed: number;
  /** Clauses of functions that are not in this BTF. */
  unknown: number;
  failed: { name: string; text: string; reason: string; detail: string }[];
  /** Entries that do not follow the schema. */
  invalid: string[];
}

export function newReport(): CheckReport {
  return { contracts: 0, clauses: 0, passed: 0, unknown: 0, failed: [], invalid: [] };
}

/** Passes the clauses of one contract through the gate and adds the outcome to a report. */
export async function checkContract(
  { name, clauses, prototype }: Contract,
  gate: ClauseGate,
  types: TypeTable,
  report: CheckReport,
): Promise<void> {
  report.contracts++;
  report.clauses += clauses.length;
  if (clauses.length === 0) return;
  const signature = signatureOf(types, name, prototype.btfId);
  if (!signature) {
    report.unknown += clauses.length;
    return;
  }
  const answers = await gate.judge(signature, clauses);
  for (const [index, answer] of answers.entries()) {
    if (answer.status === 'accepted') report.passed++;
    else report.failed.push({ name, text: clauses[index]?.text ?? '', reason: answer.reason, detail: answer.detail });
  }
}

/** The signature of a function in BTF; null when there is none of that name. `id` tells apart functions of one name. */
export function signatureOf(types: TypeTable, name: string, id: number | null = null): Signature | null {
  const isThat = id !== null && id < types.count && types.type(id).kind === 'function' && types.type(id).name === name;
  const chosen = isThat ? id : types.byName(name, 'function');
  const found = chosen === null ? null : types.type(chosen);
  const prototype = found?.kind === 'function' ? types.type(found.type) : null;
  return prototype?.kind === 'function-prototype'
    ? { parameters: prototype.parameters, returns: prototype.returns }
    : null;
}
