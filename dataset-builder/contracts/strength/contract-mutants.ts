import type { TypeTable } from '../../../ken/verifier/btf/type-table.ts';
import type { Contract } from '../../../ken/verifier/contracts/contract.ts';
import { clauseTest } from '../../../ken/verifier/contracts/language/evaluate-clause.ts';
import { errorNumbers } from '../../../ken/verifier/contracts/language/errno.ts';
import { type Expression, namesIn } from '../../../ken/verifier/contracts/language/expression.ts';
import { parseExpression } from '../../../ken/verifier/contracts/language/parse-expression.ts';
import { scalarType, type Signature } from '../../../ken/verifier/contracts/language/signature.ts';

/** A wrong behaviour of a function: what a fault in its code would make it do. */
export interface BehaviourMutant {
  kind: 'error-code' | 'null-test' | 'widened-range' | 'wrong-sign';
  /** What changed, for people. */
  what: string;
  values: Readonly<Record<string, bigint>>;
}

/**
 * Faults of a function that its contract speaks of: an error code that is off by one, a NULL where a pointer is
 * promised, a result beyond the range, the other sign. Each is one observable behaviour.
 */
export function behaviourMutants({ clauses }: Contract, signature: Signature, types: TypeTable): BehaviourMutant[] {
  const mutants: BehaviourMutant[] = [];
  const returns = signature.returns === 0 ? null : scalarType(types, signature.returns);
  for (const { role, text } of clauses) {
    const parsed = parseExpression(text);
    if (parsed.status === 'invalid') continue;
    const pointers = namesIn(parsed.expression).filter((name) => isPointer(name, signature, types));
    if (role === 'pre')
      for (const name of pointers) mutants.push({ kind: 'null-test', what: `${name} is NULL`, values: { [name]: 0n } });
    if (role !== 'post' || !returns) continue;
    if (returns.kind === 'pointer') {
      mutants.push({ kind: 'null-test', what: 'NULL is returned', values: { ret: 0n } });
      mutants.push({ kind: 'error-code', what: 'an error pointer is returned', values: { ret: -12n } });
      continue;
    }
    for (const value of constantsOf(parsed.expression)) {
      if (value !== 0n)
        mutants.push({ kind: 'error-code', what: `${value - 1n} instead of ${value}`, values: { ret: value - 1n } });
      if (value !== 0n)
        mutants.push({ kind: 'wrong-sign', what: `${-value} instead of ${value}`, values: { ret: -value } });
    }
    mutants.push({ kind: 'widened-range', what: 'a large number is returned', values: { ret: 0x7fff_fff0n } });
    mutants.push({ kind: 'widened-range', what: 'a negative number is returned', values: { ret: -1000n } });
  }
  return mutants.filter(
    (mutant, index) =>
      mutants.findIndex((each) => JSON.stringify(plain(each)) === JSON.stringify(plain(mutant))) === index,
  );
}

/** Whether some clause is false for a mutant. Conditions that hold under no known value do not notice it. */
export function isNoticed(
  { values }: BehaviourMutant,
  { clauses }: Contract,
  signature: Signature,
  types: TypeTable,
): boolean {
  return clauses.some(({ text }) => {
    const parsed = parseExpression(text);
    if (parsed.status === 'invalid') return false;
    return clauseTest(parsed.expression, signature, types)?.(values) === false;
  });
}

function isPointer(name: string, signature: Signature, types: TypeTable): boolean {
  const parameter = signature.parameters.find((each) => each.name === name);
  return parameter !== undefined && scalarType(types, parameter.type)?.kind === 'pointer';
}

function constantsOf(expression: Expression): bigint[] {
  switch (expression.kind) {
    case 'binary': {
      const { operator, left, right } = expression;
      const isResult = left.kind === 'name' && left.name === 'ret';
      const value = isResult && ['==', '<=', '>=', '<', '>'].includes(operator) ? constantOf(right) : null;
      return [...(value === null ? [] : [value]), ...constantsOf(left), ...constantsOf(right)];
    }
    case 'unary':
      return constantsOf(expression.operand);
    default:
      return [];
  }
}

function constantOf(expression: Expression): bigint | null {
  if (expression.kind === 'number') return expression.value;
  if (expression.kind === 'name')
    return errorNumbers.has(expression.name) ? BigInt(errorNumbers.get(expression.name) ?? 0) : null;
  if (expression.kind !== 'unary' || expression.operator !== '-') return null;
  const value = constantOf(expression.operand);
  return value === null ? null : -value;
}

function plain({ kind, values }: BehaviourMutant): unknown {
  return [kind, Object.entries(values).map(([name, value]) => [name, String(value)])];
}
