import { walk, type TypedNode } from '../../compile/typed-tree.ts';
import { accessKey } from './access-key.ts';
import { constantValue, type Variables } from './constants.ts';

/** What a condition says of an expression, for as long as none of its variables changes. */
export interface Fact {
  key: string;
  variables: string[];
  nonzero: boolean;
  /** The value is unsigned and less than this. */
  below: bigint | null;
}

const opposite: Readonly<Record<string, string>> = {
  '==': '!=',
  '!=': '==',
  '<': '>=',
  '>=': '<',
  '>': '<=',
  '<=': '>',
};
const mirrored: Readonly<Record<string, string>> = {
  '<': '>',
  '>': '<',
  '<=': '>=',
  '>=': '<=',
  '==': '==',
  '!=': '!=',
};

/** The facts that follow when a condition is true, or false. */
export function factsOf(condition: TypedNode, holds: boolean, variables: Variables): Fact[] {
  const { kind, text, children } = condition;
  const [left, right] = children;
  if (kind === 'unary' && text === '!' && left) return factsOf(left, !holds, variables);
  if (kind === 'binary' && text === (holds ? '&&' : '||')) {
    return children.flatMap((child) => factsOf(child, holds, variables));
  }
  if (kind === 'binary' && text in mirrored && left && right) {
    const [onRight, onLeft] = [constantValue(right, variables), constantValue(left, variables)];
    const operator = holds ? text : (opposite[text] ?? '');
    if (onRight !== null) return comparison(left, operator, onRight, variables);
    if (onLeft !== null) return comparison(right, mirrored[operator] ?? '', onLeft, variables);
    return [];
  }
  return holds ? fact(condition, true, null, variables) : [];
}

function comparison(node: TypedNode, operator: string, value: bigint, variables: Variables): Fact[] {
  const nonzero =
    (operator === '!=' && value === 0n) ||
    (operator === '==' && value !== 0n) ||
    (operator === '>' && value >= 0n) ||
    (operator === '>=' && value > 0n);
  const below = operator === '<' ? value : operator === '<=' || operator === '==' ? value + 1n : null;
  return fact(node, nonzero, below !== null && isUnsigned(node) ? below : null, variables);
}

function fact(node: TypedNode, nonzero: boolean, below: bigint | null, variables: Variables): Fact[] {
  const key = accessKey(node, variables, false);
  if (key === null || (!nonzero && below === null)) return [];
  const names = [...walk(node)].filter(({ kind }) => kind === 'variable').map(({ text }) => text);
  return [{ key, variables: names, nonzero, below }];
}

const isUnsigned = ({ type }: TypedNode): boolean => /^(?:unsigned\b|uint|__u\d|u\d|size_t)/.test(type ?? '');
