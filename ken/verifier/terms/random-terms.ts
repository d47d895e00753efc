import fc from 'fast-check';
import type { Assignment } from './evaluate.ts';
import type { TermStore } from './term-store.ts';
import { type Term, type Value, mask } from './term.ts';

/** One step of a random computation; numbers select among what there is by remainder. For tests and benchmarks. */
export interface Step {
  op: (typeof operations)[number];
  width: number;
  first: number;
  second: number;
  third: number;
  value: bigint;
}

const operations = [
  ...['constant', 'variable', 'apply', 'not', 'and', 'or', 'xor', 'ite', 'eq', 'ult', 'ule', 'slt', 'sle', 'add'],
  ...['sub', 'neg', 'mul', 'mulConstant', 'udiv', 'urem', 'sdiv', 'srem', 'divConstant', 'shl', 'lshr', 'ashr'],
  ...['shiftConstant', 'maskConstant', 'addConstant', 'compareConstant', 'extract', 'concat', 'zeroExtend'],
  ...['signExtend', 'byteSwap', 'reload', 'bool', 'add', 'extract', 'concat', 'zeroExtend', 'signExtend', 'eq'],
] as const;

/** Computations of up to `length` steps. */
export function steps(length: number): fc.Arbitrary<Step[]> {
  return fc.array(
    fc.record({
      op: fc.constantFrom(...operations),
      width: fc.constantFrom(1, 2, 3, 7, 8, 8, 16, 16, 31, 32, 32, 64, 64),
      first: fc.nat(1000),
      second: fc.nat(1000),
      third: fc.nat(1000),
      value: interestingValue(),
    }),
    { minLength: 3, maxLength: length },
  );
}

/** Small values, powers of two and their neighbours, byte masks, and any 64 bits. */
export function interestingValue(): fc.Arbitrary<bigint> {
  return fc.oneof(
    fc.bigInt(0n, 9n),
    fc.tuple(fc.nat(64), fc.bigInt(-1n, 1n)).map(([shift, delta]) => ((1n << BigInt(shift)) + delta) & mask(64)),
    fc.constantFrom(0xffn, 0xff00n, 0xffff0000n, 0x00ff00ffn, 0x5555n, mask(32), mask(64)),
    fc.bigInt(0n, mask(64)),
  );
}

/** All terms of the computation, in order; the same steps in two stores give terms of the same meaning. */
export function runSteps(store: TermStore, program: readonly Step[]): Term[] {
  const terms: Term[] = [store.variable('x64', 64), store.variable('y64', 64), store.variable('b8', 8)];
  for (const step of program) terms.push(runStep(store, terms, step));
  return terms;
}

function runStep(store: TermStore, terms: readonly Term[], step: Step): Term {
  const { width, value } = step;
  const vectors = terms.filter((term) => term.width > 0);
  const bools = [store.true, ...terms.filter((term) => term.width === 0)];
  const pick = (list: readonly Term[], index: number): Term =>
    list[list.length - 1 - (index % Math.min(list.length, 12))] ?? store.true;
  const a = pick(vectors, step.first);
  const b = fit(store, pick(vectors, step.second), a.width, step.third);
  const condition = pick(bools, step.third);
  const constant = store.constant(value, a.width);
  const amount = store.constant(value % BigInt(a.width + 1), a.width);
  switch (step.op) {
    case 'constant':
      return store.constant(value, width);
    case 'variable':
      return store.variable(`v${step.third % 3}_${width}`, width);
    case 'apply':
      return store.apply(`f${width}`, width, fit(store, a, 16, step.third), store.eq(a, b));
    case 'bool':
      return store.variable(`p${step.third % 3}`, 0);
    case 'not':
      return step.third % 2 === 0 ? store.not(a) : store.not(condition);
    case 'and':
    case 'or':
    case 'xor':
    case 'eq':
      return step.third % 3 === 0 ? store[step.op](condition, pick(bools, step.second)) : store[step.op](a, b);
    case 'ite':
      return step.second % 4 === 0 ? store.ite(condition, constant, a) : store.ite(condition, a, b);
    case 'neg':
      return store.neg(a);
    case 'mulConstant':
      return store.mul(a, constant);
    case 'divConstant': {
      const operation = (['udiv', 'urem', 'sdiv', 'srem'] as const)[step.third % 4] ?? 'udiv';
      return store[operation](a, constant);
    }
    case 'shiftConstant': {
      const operation = (['shl', 'lshr', 'ashr'] as const)[step.third % 3] ?? 'shl';
      return store[operation](a, amount);
    }
    case 'maskConstant': {
      const operation = (['and', 'or', 'xor'] as const)[step.third % 3] ?? 'and';
      return store[operation](a, constant);
    }
    case 'addConstant':
      return step.third % 2 === 0 ? store.add(a, constant) : store.sub(constant, a);
    case 'compareConstant': {
      const operation = (['eq', 'ult', 'ule', 'slt', 'sle'] as const)[step.third % 5] ?? 'eq';
      return step.second % 2 === 0 ? store[operation](a, constant) : store[operation](constant, a);
    }
    case 'extract': {
      const low = step.third % a.width;
      return store.extract(low + (step.second % (a.width - low)), low, a);
    }
    case 'concat':
      return a.width + b.width > 128 ? a : store.concat(a, pick(vectors, step.second));
    case 'zeroExtend':
    case 'signExtend':
      return store[step.op](a, a.width + (step.third % Math.max(1, 65 - a.width)));
    case 'byteSwap':
      return a.width % 8 === 0 ? store.byteSwap(a) : a;
    case 'reload': {
      const pieces: Term[] = [];
      for (let low = 0; low < a.width; low += 8) pieces.unshift(store.extract(Math.min(low + 7, a.width - 1), low, a));
      return store.concat(...pieces);
    }
    default:
      return store[step.op](a, b);
  }
}

/** The term at another width, by one of the usual conversions. */
function fit(store: TermStore, term: Term, width: number, choice: number): Term {
  if (term.width > width) return store.extract(width - 1, 0, term);
  return choice % 2 === 0 ? store.zeroExtend(term, width) : store.signExtend(term, width);
}

/** Values for every variable that `runSteps` can make, drawn one after the other. */
export function assignmentOf(terms: readonly Term[], values: readonly bigint[]): Assignment {
  const variables = new Map<string, Value>();
  let index = 0;
  for (const { op, name, width } of terms) {
    if (op !== 'variable' || variables.has(name)) continue;
    const value = values[index++ % values.length] ?? 0n;
    variables.set(name, width === 0 ? value % 2n === 1n : value & mask(width));
  }
  return { variables, functions: new Map() };
}
