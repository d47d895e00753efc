import type { Contract } from '../verifier/contracts/contract.ts';
import { type Expression, levels } from '../verifier/contracts/language/expression.ts';
import { errorNumbers } from '../verifier/contracts/language/errno.ts';
import { parseExpression } from '../verifier/contracts/language/parse-expression.ts';
import type { Framework } from '../program.ts';
import type { Probe } from './program-probes.ts';

/** A clause as a condition of a program; null when the program's hook cannot name what it reads. */
export function renderClause(clause: string, contract: Contract, probe: Probe, framework: Framework): string | null {
  const parsed = parseExpression(clause);
  if (parsed.status === 'invalid') return null;
  const { parameters, returns } = contract.prototype;
  const name = (each: string): string | null => {
    if (each === 'ret') return probe.result(returns);
    const index = parameters.findIndex((parameter) => parameter.name === each);
    const parameter = parameters[index];
    if (parameter) return probe.argument(index, parameter.name, parameter.type);
    const error = errorNumbers.get(each);
    return error === undefined ? null : String(error);
  };
  return render(parsed.expression, { name, framework }, 0);
}

interface Scope {
  name: (name: string) => string | null;
  framework: Framework;
}

function render(expression: Expression, scope: Scope, outer: number): string | null {
  switch (expression.kind) {
    case 'number':
      return expression.text.replace(/[uUlL]+$/, '');
    case 'null':
      return scope.framework === 'bpftrace' ? '0' : 'NULL';
    case 'name':
      return scope.name(expression.name);
    case 'member': {
      const object = render(expression.object, scope, levels.length + 1);
      return object === null ? null : `${object}${expression.arrow ? '->' : '.'}${expression.field}`;
    }
    case 'unary': {
      const operand = render(expression.operand, scope, levels.length);
      return operand === null ? null : `${expression.operator}${operand}`;
    }
    case 'test': {
      const operand = render(expression.operand, scope, levels.length);
      if (operand === null) return null;
      const value = scope.framework === 'bpftrace' ? `(uint64)${operand}` : `(unsigned long)${operand}`;
      const isError = `${value} >= 0xfffffffffffff001`;
      return expression.test === 'IS_ERR' ? `(${isError})` : `(${value} == 0 || ${isError})`;
    }
    case 'binary':
      return renderBinary(expression, scope, outer);
  }
}

function renderBinary(
  { operator, left, right }: Extract<Expression, { kind: 'binary' }>,
  scope: Scope,
  outer: number,
): string | null {
  if (operator === '==>') {
    const [condition, conclusion] = [render(left, scope, levels.length), render(right, scope, 2)];
    const text = condition === null || conclusion === null ? null : `!${condition} || ${conclusion}`;
    return text !== null && outer > 1 ? `(${text})` : text;
  }
  const level = levels.findIndex((operators) => operators.includes(operator));
  const [a, b] = [render(left, scope, level), render(right, scope, level + 1)];
  if (a === null || b === null) return null;
  return level < outer ? `(${a} ${operator} ${b})` : `${a} ${operator} ${b}`;
}
