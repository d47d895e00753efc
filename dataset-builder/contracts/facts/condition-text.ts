import type Parser from 'tree-sitter';
import { argumentsOf, calledName, operand, operatorOf } from './syntax.ts';
import { transparentMacros } from './known-results.ts';
import { errorNumbers } from '../../../ken/verifier/contracts/language/errno.ts';

type Node = Parser.SyntaxNode;

export interface ConditionScope {
  /** Parameters that still hold their entry values. */
  parameters: ReadonlySet<string>;
  constant: (name: string) => number | undefined;
  isMacro: (name: string) => boolean;
}

const operators = new Set(['==', '!=', '<', '>', '<=', '>=', '&&', '||', '&', '|', '^']);

/** A C condition in the language of clauses; null when it reads anything but parameters and constants. */
export function conditionText(node: Node | null, scope: ConditionScope): string | null {
  const expression = operand(node);
  if (!expression) return null;
  switch (expression.type) {
    case 'identifier':
      return nameText(expression.text, scope);
    case 'null':
      return 'NULL';
    case 'true':
      return '1';
    case 'false':
      return '0';
    case 'number_literal':
      return /^(?:0[xX][\da-fA-F]+|\d+)[uUlL]*$/.test(expression.text) ? expression.text : null;
    case 'unary_expression': {
      const operator = operatorOf(expression);
      const inner = conditionText(expression.childForFieldName('argument'), scope);
      return inner !== null && (operator === '!' || operator === '-' || operator === '~')
        ? `${operator}(${inner})`
        : null;
    }
    case 'binary_expression': {
      const operator = operatorOf(expression);
      const left = conditionText(expression.childForFieldName('left'), scope);
      const right = conditionText(expression.childForFieldName('right'), scope);
      return left !== null && right !== null && operators.has(operator) ? `(${left}) ${operator} (${right})` : null;
    }
    case 'call_expression': {
      const name = calledName(expression) ?? '';
      const [first = null] = argumentsOf(expression);
      if (transparentMacros.has(name)) return conditionText(first, scope);
      const isTest = (name === 'IS_ERR' || name === 'IS_ERR_OR_NULL') && !scope.isMacro(name);
      const inner = isTest ? conditionText(first, scope) : null;
      return inner === null ? null : `${name}(${inner})`;
    }
    default:
      return null;
  }
}

function nameText(name: string, { parameters, constant }: ConditionScope): string | null {
  if (parameters.has(name)) return name;
  if (name === 'NULL') return 'NULL';
  const value = constant(name);
  if (value === undefined) return null;
  if (errorNumbers.has(name)) return name;
  return value < 0 ? `-${-value}` : String(value);
}
