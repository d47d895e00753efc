import { type Term, mask } from '../term.ts';
import type { TermStore } from '../term-store.ts';
import { argument } from './boolean.ts';

/** A sum `constant + coefficient * term + ...` modulo 2^width; coefficients are in (0, 2^width). */
export interface Sum {
  width: number;
  constant: bigint;
  coefficients: Map<Term, bigint>;
}

/** Sums of more terms are not brought into normal form: the cost of a long chain of additions stays linear. */
const maximumTerms = 12;
const maximumSteps = 64;

/** Reads nested additions, subtractions and multiplications by constants as a sum. */
export function sumOf(term: Term): Sum {
  const sum: Sum = { width: term.width, constant: 0n, coefficients: new Map() };
  const rest: [Term, bigint][] = [[term, 1n]];
  let steps = 0;
  for (let next = rest.pop(); next; next = rest.pop()) {
    const [part, factor] = next;
    const [a, b] = part.args;
    const shifted = leftShift(part);
    if (++steps > maximumSteps || sum.coefficients.size > maximumTerms) return opaque(term);
    if (part.op === 'constant') sum.constant = (sum.constant + part.value * factor) & mask(sum.width);
    else if (part.op === 'add' && a && b) rest.push([b, factor], [a, factor]);
    else if (part.op === 'sub' && a && b) rest.push([b, -factor], [a, factor]);
    else if (part.op === 'mul' && a && b?.op === 'constant') rest.push([a, factor * b.value]);
    else if (shifted) rest.push([shifted.term, factor << BigInt(shifted.amount)]);
    else increase(sum, part, factor);
  }
  return sum;
}

/** A shift to the left by a constant, which is kept as a slice in front of zeros. */
function leftShift({ op, width, args: [slice, zeros, more] }: Term): { term: Term; amount: number } | undefined {
  if (op !== 'concat' || more || slice?.op !== 'extract' || zeros?.op !== 'constant' || zeros.value !== 0n)
    return undefined;
  const term = argument(slice, 0);
  return slice.low === 0 && term.width === width ? { term, amount: zeros.width } : undefined;
}

/** left + factor * right. */
export function combine(left: Sum, right: Sum, factor: bigint): Sum {
  const coefficients = new Map(left.coefficients);
  const sum = {
    width: left.width,
    constant: (left.constant + right.constant * factor) & mask(left.width),
    coefficients,
  };
  for (const [term, coefficient] of right.coefficients) increase(sum, term, coefficient * factor);
  return sum;
}

/** The one term of a sum: terms with positive coefficients by id, minus the others, plus the constant. */
export function termOf(store: TermStore, sum: Sum): Term {
  const { width, constant } = sum;
  const half = 1n << BigInt(width - 1);
  const sorted = [...sum.coefficients].sort(([left], [right]) => left.id - right.id);
  const added = sorted.filter(([, coefficient]) => coefficient <= half);
  const subtracted = sorted.filter(([, coefficient]) => coefficient > half);
  let result: Term | undefined;
  for (const [term, coefficient] of added) {
    const product = multiple(store, term, coefficient);
    result = result ? store.make({ op: 'add', width, args: [result, product] }) : product;
  }
  const constantLast = result !== undefined && constant !== 0n;
  result ??= store.constant(constant, width);
  for (const [term, coefficient] of subtracted) {
    result = store.make({ op: 'sub', width, args: [result, multiple(store, term, mask(width) + 1n - coefficient)] });
  }
  return constantLast ? store.make({ op: 'add', width, args: [result, store.constant(constant, width)] }) : result;
}

function multiple(store: TermStore, term: Term, coefficient: bigint): Term {
  if (coefficient === 1n) return term;
  if ((coefficient & (coefficient - 1n)) === 0n) {
    return store.shl(term, store.constant(BigInt(coefficient.toString(2).length - 1), term.width));
  }
  return store.make({ op: 'mul', width: term.width, args: [term, store.constant(coefficient, term.width)] });
}

/** Only the outermost constant of a sum that is too long. */
function opaque(term: Term): Sum {
  const [a, b] = term.args;
  if (term.op === 'add' && a && b?.op === 'constant') {
    return { width: term.width, constant: b.value, coefficients: new Map([[a, 1n]]) };
  }
  return { width: term.width, constant: 0n, coefficients: new Map([[term, 1n]]) };
}

function increase(sum: Sum, term: Term, amount: bigint): void {
  const coefficient = ((sum.coefficients.get(term) ?? 0n) + amount) & mask(sum.width);
  if (coefficient === 0n) sum.coefficients.delete(term);
  else sum.coefficients.set(term, coefficient);
}

/** Whether the term is a sum of more than itself. */
export function isSum(term: Term): boolean {
  return term.op === 'add' || term.op === 'sub' || (term.op === 'mul' && argument(term, 1).op === 'constant');
}
