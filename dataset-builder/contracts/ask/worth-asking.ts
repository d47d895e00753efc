import type { Contract } from '../../../ken/verifier/contracts/contract.ts';

/** Whether the static analysis of a function of the kernel itself left something to ask: a result without a clause, a pointer of which nothing is known. */
export function isWorthAsking({ kind, module, source, hooks, prototype, clauses }: Contract): boolean {
  if (kind === 'tracepoint' || module !== null || source?.origin !== 'c' || hooks.length === 0) return false;
  const saysResult = clauses.some(({ role, text }) => role === 'post' && !text.includes('==>'));
  const openPointer = prototype.parameters.some(
    ({ name, type }) => type.endsWith('*') && !clauses.some(({ text }) => new RegExp(`\\b${name}\\b`).test(text)),
  );
  return (prototype.returns !== 'void' && prototype.returns !== 'bool' && !saysResult) || openPointer;
}
