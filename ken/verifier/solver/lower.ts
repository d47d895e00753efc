import type { Term } from '../terms/term.ts';
import { visitTerms } from '../terms/traverse.ts';

/**
 * The one translation from terms to Z3's operations, which both backends write down in their own form (SMT-LIB text, or
 * calls of the C interface). A definition refers to earlier ones by number.
 */
export type Definition =
  | { kind: 'constant'; number: number; width: number; value: bigint }
  | { kind: 'symbol'; number: number; width: number }
  | { kind: 'function'; number: number; width: number; parameters: number[] }
  | { kind: 'call'; number: number; width: number; function: number; args: number[] }
  | { kind: 'operation'; number: number; width: number; operator: Operator; indices: number[]; args: number[] };

/** Names as in SMT-LIB, theory FixedSizeBitVectors and Core. Width 0 is Bool. */
export type Operator =
  | 'true'
  | 'false'
  | 'not'
  | 'and'
  | 'ite'
  | '='
  | 'bvult'
  | 'bvslt'
  | 'bvadd'
  | 'bvsub'
  | 'bvmul'
  | 'bvudiv'
  | 'bvurem'
  | 'bvsdiv'
  | 'bvsrem'
  | 'bvand'
  | 'bvor'
  | 'bvxor'
  | 'bvshl'
  | 'bvlshr'
  | 'bvashr'
  | 'extract'
  | 'concat'
  | 'zero_extend'
  | 'sign_extend';

/** Numbers terms for one backend and says which definitions it lacks. */
export class Lowering {
  readonly #numbers = new Map<Term, number>();
  readonly #seen = new Set<Term>();
  readonly #functions = new Map<string, number>();
  #pending: Definition[] = [];
  #next = 0;

  /** Number of definitions made. */
  get size(): number {
    return this.#next;
  }

  /** The number of a term; what it needs is added to the definitions that `take` returns. */
  number(term: Term): number {
    visitTerms([term], (next) => this.#numbers.set(next, this.#define(next)), this.#seen);
    return this.#numberOf(term);
  }

  /** The definitions since the last call. */
  take(): Definition[] {
    const taken = this.#pending;
    this.#pending = [];
    return taken;
  }

  #numberOf(term: Term): number {
    const number = this.#numbers.get(term);
    if (number === undefined) throw new RangeError(`the term ${term.id} has no number`);
    return number;
  }

  #define(term: Term): number {
    const { op, width } = term;
    const args = term.args.map((part) => this.#numberOf(part));
    switch (op) {
      case 'constant':
        return this.#add({ kind: 'constant', number: this.#next, width, value: term.value });
      case 'variable':
        return this.#add({ kind: 'symbol', number: this.#next, width });
      case 'apply': {
        const called = this.#function(term);
        return this.#add({ kind: 'call', number: this.#next, width, function: called, args });
      }
      case 'extract':
        return this.#operation(width, 'extract', args, [term.low + width - 1, term.low]);
      case 'zeroExtend':
      case 'signExtend': {
        const added = width - (term.args[0]?.width ?? 0);
        return this.#operation(width, op === 'zeroExtend' ? 'zero_extend' : 'sign_extend', args, [added]);
      }
      case 'concat':
        return this.#concat(term, args);
      case 'udiv':
      case 'sdiv':
        return this.#division(width, op === 'udiv' ? 'bvudiv' : 'bvsdiv', args);
      default:
        return this.#operation(width, operators[op], args);
    }
  }

  /** SMT-LIB's quotient by 0 is all ones or 1; BPF's is 0. The remainders by 0 agree. */
  #division(width: number, operator: Operator, args: number[]): number {
    const [dividend = 0, divisor = 0] = args;
    const zero = this.#add({ kind: 'constant', number: this.#next, width, value: 0n });
    const isZero = this.#operation(0, '=', [divisor, zero]);
    const quotient = this.#operation(width, operator, [dividend, divisor]);
    return this.#operation(width, 'ite', [isZero, zero, quotient]);
  }

  /** In SMT-LIB a concat has two arguments. */
  #concat(term: Term, args: readonly number[]): number {
    let width = 0;
    let result: number | undefined;
    for (const [index, part] of args.entries()) {
      width += term.args[index]?.width ?? 0;
      result = result === undefined ? part : this.#operation(width, 'concat', [result, part]);
    }
    if (result === undefined) throw new RangeError('a concat of nothing');
    return result;
  }

  /** Functions are told apart by name and signature, so that terms of two stores never share one by mistake. */
  #function(term: Term): number {
    const parameters = term.args.map((part) => part.width);
    const key = `${term.name} ${parameters.join(' ')} ${term.width}`;
    const known = this.#functions.get(key);
    if (known !== undefined) return known;
    const number = this.#add({ kind: 'function', number: this.#next, width: term.width, parameters });
    this.#functions.set(key, number);
    return number;
  }

  #operation(width: number, operator: Operator, args: number[], indices: number[] = []): number {
    return this.#add({ kind: 'operation', number: this.#next, width, operator, indices, args });
  }

  #add(definition: Definition): number {
    this.#pending.push(definition);
    return this.#next++;
  }
}

const operators = {
  true: 'true',
  false: 'false',
  not: 'not',
  and: 'and',
  ite: 'ite',
  eq: '=',
  ult: 'bvult',
  slt: 'bvslt',
  add: 'bvadd',
  sub: 'bvsub',
  mul: 'bvmul',
  urem: 'bvurem',
  srem: 'bvsrem',
  bitAnd: 'bvand',
  bitOr: 'bvor',
  bitXor: 'bvxor',
  shl: 'bvshl',
  lshr: 'bvlshr',
  ashr: 'bvashr',
} as const satisfies Partial<Record<Term['op'], Operator>>;
