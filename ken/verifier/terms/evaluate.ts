import { compute } from './arithmetic.ts';
import { argument } from './rules/boolean.ts';
import { type Term, type Value, mask, toSigned } from './term.ts';

/** Values for variables, and for applications of uninterpreted functions by `argumentKey` of their arguments. */
export interface Assignment {
  readonly variables: ReadonlyMap<string, Value>;
  readonly functions: ReadonlyMap<string, ReadonlyMap<string, Value>>;
}

/**
 * The value of a term. Total: a variable or an application that the assignment does not mention is 0 or false.
 * Works without recursion, each shared term once; `known` keeps values between calls for one assignment.
 */
export function evaluate(term: Term, assignment: Assignment, known: Map<Term, Value> = new Map()): Value {
  const rest = [term];
  for (let next = rest.at(-1); next; next = rest.at(-1)) {
    if (known.has(next)) {
      rest.pop();
      continue;
    }
    const missing = next.args.filter((part) => !known.has(part));
    if (missing.length > 0) {
      rest.push(...missing);
      continue;
    }
    rest.pop();
    known.set(next, step(next, assignment, known));
  }
  return valueOf(term, known);
}

/** The key of an application in `Assignment.functions`. */
export function argumentKey(values: readonly Value[]): string {
  return values.join(',');
}

function step(term: Term, assignment: Assignment, known: ReadonlyMap<Term, Value>): Value {
  const { op, width, args } = term;
  const otherwise = width === 0 ? false : 0n;
  const vector = (index: number): bigint => BigInt(valueOf(argument(term, index), known));
  switch (op) {
    case 'true':
    case 'false':
      return op === 'true';
    case 'constant':
      return term.value;
    case 'variable':
      return assignment.variables.get(term.name) ?? otherwise;
    case 'apply': {
      const key = argumentKey(args.map((part) => valueOf(part, known)));
      return assignment.functions.get(term.name)?.get(key) ?? otherwise;
    }
    case 'not':
      return !valueOf(argument(term, 0), known);
    case 'and':
      return args.every((part) => valueOf(part, known) === true);
    case 'ite':
      return valueOf(argument(term, valueOf(argument(term, 0), known) === true ? 1 : 2), known);
    case 'eq':
      return valueOf(argument(term, 0), known) === valueOf(argument(term, 1), known);
    case 'ult':
      return vector(0) < vector(1);
    case 'slt': {
      const inner = argument(term, 0).width;
      return toSigned(vector(0), inner) < toSigned(vector(1), inner);
    }
    case 'extract':
      return (vector(0) >> BigInt(term.low)) & mask(width);
    case 'concat':
      return args.reduce((value, part) => (value << BigInt(part.width)) | BigInt(valueOf(part, known)), 0n);
    case 'zeroExtend':
      return vector(0);
    case 'signExtend':
      return toSigned(vector(0), argument(term, 0).width) & mask(width);
    default:
      return compute(op, vector(0), vector(1), width);
  }
}

function valueOf(term: Term, known: ReadonlyMap<Term, Value>): Value {
  const value = known.get(term);
  if (value === undefined) throw new RangeError(`the term ${term.id} has no value yet`);
  return value;
}
