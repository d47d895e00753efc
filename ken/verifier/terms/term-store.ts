import { KenError } from '../../errors.ts';
import type { BinaryOp } from './arithmetic.ts';
import {
  simplifyAdd,
  simplifyMul,
  simplifySdiv,
  simplifySrem,
  simplifySub,
  simplifyUdiv,
  simplifyUrem,
} from './rules/arithmetic.ts';
import { simplifyBitwise } from './rules/bitwise.ts';
import { simplifyAnd, simplifyIte, simplifyNot } from './rules/boolean.ts';
import { simplifyConcat } from './rules/concat.ts';
import { simplifyEq } from './rules/equality.ts';
import { simplifySignExtend, simplifyZeroExtend } from './rules/extend.ts';
import { simplifyExtract } from './rules/extract.ts';
import { simplifySlt, simplifyUlt } from './rules/order.ts';
import { simplifyShift } from './rules/shift.ts';
import { TermTable } from './term-table.ts';
import { type Term, type TermShape, mask } from './term.ts';

/** Depth to which rules follow chains of choices; below it terms are left as they are. */
const maximumNesting = 100;

/**
 * Makes terms and owns them: dropping the store drops them all. Terms of two stores must not be mixed.
 *
 * Terms are simplified as they are made, so that what eBPF compilers do to a value (masks, shifts, byte-wise stores and
 * reloads, extensions) does not hide that it is the same value. `simplify: false` makes every term as it is written,
 * which the tests of the rules use. Operands of wrong widths throw `internal`.
 */
export class TermStore {
  readonly true: Term;
  readonly false: Term;
  readonly #table = new TermTable();
  readonly #simplify: boolean;
  #nesting = 0;

  constructor(options: { simplify?: boolean } = {}) {
    this.#simplify = options.simplify ?? true;
    this.false = this.make({ op: 'false', width: 0, args: [] });
    this.true = this.make({ op: 'true', width: 0, args: [] });
  }

  /** Number of terms, which never shrinks: what an engine limits to bound its memory (about 300 bytes a term). */
  get size(): number {
    return this.#table.size;
  }

  /** The term of exactly this shape. For the rules; everything else uses the methods below. */
  make(shape: TermShape): Term {
    return this.#table.intern(shape);
  }

  /** Runs one more step of a rule that follows a chain, or returns undefined when the chain is too long. */
  nested(rule: () => Term): Term | undefined {
    if (this.#nesting >= maximumNesting) return undefined;
    this.#nesting++;
    try {
      return rule();
    } finally {
      this.#nesting--;
    }
  }

  boolean(value: boolean): Term {
    return value ? this.true : this.false;
  }

  /** The value modulo 2^width; negative values are taken as two's complement. */
  constant(value: bigint | number, width: number): Term {
    checkWidth(width);
    return this.make({ op: 'constant', width, args: [], value: BigInt(value) & mask(width) });
  }

  /** A free variable. Width 0 is Bool. A name has one width in a store. */
  variable(name: string, width: number): Term {
    return this.make({ op: 'variable', width, args: [], name });
  }

  /** An uninterpreted function applied to arguments. A name has one signature in a store. */
  apply(name: string, width: number, ...args: readonly Term[]): Term {
    return args.length === 0 ? this.variable(name, width) : this.make({ op: 'apply', width, args, name });
  }

  /** Of Bool, or bitwise. */
  not(a: Term): Term {
    if (a.width > 0) return this.xor(a, this.constant(mask(a.width), a.width));
    return this.#simplify ? simplifyNot(this, a) : this.make({ op: 'not', width: 0, args: [a] });
  }

  /** Of Bools, or bitwise. */
  and(a: Term, b: Term): Term {
    checkSame('and', a, b);
    if (a.width > 0) return this.#bitwise('bitAnd', a, b);
    return this.#simplify ? simplifyAnd(this, a, b) : this.make({ op: 'and', width: 0, args: [a, b] });
  }

  /** Of Bools, or bitwise. */
  or(a: Term, b: Term): Term {
    checkSame('or', a, b);
    return a.width > 0 ? this.#bitwise('bitOr', a, b) : this.not(this.and(this.not(a), this.not(b)));
  }

  /** Of Bools, or bitwise. */
  xor(a: Term, b: Term): Term {
    checkSame('xor', a, b);
    return a.width > 0 ? this.#bitwise('bitXor', a, b) : this.not(this.eq(a, b));
  }

  /** Conjunction of any number of Bools. */
  all(terms: Iterable<Term>): Term {
    let result = this.true;
    for (const term of terms) result = this.and(result, term);
    return result;
  }

  /** Disjunction of any number of Bools. */
  any(terms: Iterable<Term>): Term {
    let result = this.false;
    for (const term of terms) result = this.or(result, term);
    return result;
  }

  implies(a: Term, b: Term): Term {
    return this.or(this.not(a), b);
  }

  ite(condition: Term, a: Term, b: Term): Term {
    checkBool('ite', condition);
    checkSame('ite', a, b);
    if (this.#simplify) return simplifyIte(this, condition, a, b);
    return this.make({ op: 'ite', width: a.width, args: [condition, a, b] });
  }

  eq(a: Term, b: Term): Term {
    checkSame('eq', a, b);
    return this.#simplify ? simplifyEq(this, a, b) : this.make({ op: 'eq', width: 0, args: [a, b] });
  }

  /** Unsigned a < b. */
  ult(a: Term, b: Term): Term {
    checkVectors('ult', a, b);
    return this.#simplify ? simplifyUlt(this, a, b) : this.make({ op: 'ult', width: 0, args: [a, b] });
  }

  /** Unsigned a <= b. */
  ule(a: Term, b: Term): Term {
    return this.not(this.ult(b, a));
  }

  /** Signed a < b. */
  slt(a: Term, b: Term): Term {
    checkVectors('slt', a, b);
    return this.#simplify ? simplifySlt(this, a, b) : this.make({ op: 'slt', width: 0, args: [a, b] });
  }

  /** Signed a <= b. */
  sle(a: Term, b: Term): Term {
    return this.not(this.slt(b, a));
  }

  add(a: Term, b: Term): Term {
    return this.#binary('add', a, b, simplifyAdd);
  }

  sub(a: Term, b: Term): Term {
    return this.#binary('sub', a, b, simplifySub);
  }

  neg(a: Term): Term {
    return this.sub(this.constant(0n, a.width), a);
  }

  mul(a: Term, b: Term): Term {
    return this.#binary('mul', a, b, simplifyMul);
  }

  /** Unsigned quotient; by 0 it is 0. */
  udiv(a: Term, b: Term): Term {
    return this.#binary('udiv', a, b, simplifyUdiv);
  }

  /** Unsigned remainder; by 0 it is the dividend. */
  urem(a: Term, b: Term): Term {
    return this.#binary('urem', a, b, simplifyUrem);
  }

  /** Signed quotient, truncated; by 0 it is 0, and the least value by -1 is itself. */
  sdiv(a: Term, b: Term): Term {
    return this.#binary('sdiv', a, b, simplifySdiv);
  }

  /** Signed remainder with the sign of the dividend; by 0 it is the dividend. */
  srem(a: Term, b: Term): Term {
    return this.#binary('srem', a, b, simplifySrem);
  }

  shl(a: Term, amount: Term): Term {
    return this.#binary('shl', a, amount, (_, left, right) => simplifyShift(this, 'shl', left, right));
  }

  lshr(a: Term, amount: Term): Term {
    return this.#binary('lshr', a, amount, (_, left, right) => simplifyShift(this, 'lshr', left, right));
  }

  ashr(a: Term, amount: Term): Term {
    return this.#binary('ashr', a, amount, (_, left, right) => simplifyShift(this, 'ashr', left, right));
  }

  /** Bits `high` down to `low`, both included, counted from the least significant. */
  extract(high: number, low: number, term: Term): Term {
    if (low < 0 || high < low || high >= term.width) {
      throw new KenError('internal', `no bits ${high} to ${low} in a term of width ${term.width}`);
    }
    if (this.#simplify) return simplifyExtract(this, high, low, term);
    return this.make({ op: 'extract', width: high - low + 1, args: [term], low });
  }

  /** The first argument becomes the most significant bits. */
  concat(...terms: readonly Term[]): Term {
    for (const term of terms) checkWidth(term.width);
    if (this.#simplify) return simplifyConcat(this, terms);
    const width = terms.reduce((sum, term) => sum + term.width, 0);
    return this.make({ op: 'concat', width, args: terms });
  }

  zeroExtend(term: Term, width: number): Term {
    checkExtension(term, width);
    if (this.#simplify || width === term.width) return simplifyZeroExtend(this, term, width);
    return this.make({ op: 'zeroExtend', width, args: [term] });
  }

  signExtend(term: Term, width: number): Term {
    checkExtension(term, width);
    if (this.#simplify || width === term.width) return simplifySignExtend(this, term, width);
    return this.make({ op: 'signExtend', width, args: [term] });
  }

  /** The bytes in opposite order; the width must be a multiple of 8. */
  byteSwap(term: Term): Term {
    const bytes: Term[] = [];
    for (let low = 0; low < term.width; low += 8) bytes.push(this.extract(low + 7, low, term));
    return this.concat(...bytes);
  }

  #bitwise(op: 'bitAnd' | 'bitOr' | 'bitXor', a: Term, b: Term): Term {
    return this.#binary(op, a, b, (_, left, right) => simplifyBitwise(this, op, left, right));
  }

  #binary(op: BinaryOp, a: Term, b: Term, simplify: (store: TermStore, a: Term, b: Term) => Term): Term {
    checkVectors(op, a, b);
    return this.#simplify ? simplify(this, a, b) : this.make({ op, width: a.width, args: [a, b] });
  }
}

function checkWidth(width: number): void {
  if (!Number.isInteger(width) || width < 1) throw new KenError('internal', `no bit-vector has the width ${width}`);
}

function checkSame(op: string, a: Term, b: Term): void {
  if (a.width !== b.width) throw new KenError('internal', `${op} of the widths ${a.width} and ${b.width}`);
}

function checkVectors(op: string, a: Term, b: Term): void {
  checkWidth(a.width);
  checkSame(op, a, b);
}

function checkBool(op: string, a: Term): void {
  if (a.width !== 0) throw new KenError('internal', `${op} needs a Bool, not the width ${a.width}`);
}

function checkExtension(term: Term, width: number): void {
  checkWidth(term.width);
  if (width < term.width) throw new KenError('internal', `a term of width ${term.width} extended to ${width}`);
}
