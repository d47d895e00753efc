import type { Term } from '../../terms/term.ts';
import type { TermStore } from '../../terms/term-store.ts';
import type { TypeTable } from '../../btf/type-table.ts';
import {
  address,
  commonType,
  compare,
  comparisons,
  constant,
  type Integer,
  isZero,
  literal,
  operation,
  shift,
  truthValue,
  TypeProblem,
  type Value,
} from './c-arithmetic.ts';
import { enumeratorsOf } from './enumerators.ts';
import { errorNumbers, largestError } from './errno.ts';
import { type BinaryOperator, type Expression, resultName, showExpression } from './expression.ts';
import { memberNamed, pointedStruct, scalarType, type Signature } from './signature.ts';

/** A clause as a term, and when it means something at all. */
export interface Translation {
  /** Bool. */
  condition: Term;
  /** Bool: every pointer that the clause follows is one, in each case in which it is followed. */
  defined: Term;
  readsResult: boolean;
}

export type TranslateResult =
  { status: 'translated'; translation: Translation } | { status: 'ill-typed'; reason: string };

/** Makes the term variable of an input; equal inputs give the same variable. */
export type InputVariable = (input: string, width: number) => Term;

/**
 * Checks a clause against the types of its function and makes a term of it, with C's promotions and conversions. A
 * member that is read is a value of its own, named by its path. Names that no parameter has are ill-typed, and so is
 * what C leaves undefined: division by what may be 0, shifts beyond the width, arithmetic on pointers.
 */
export function translate(expression: Expression, scope: TranslateScope): TranslateResult {
  const translator = new Translator(scope);
  try {
    const { condition, defined } = translator.clause(expression);
    return { status: 'translated', translation: { condition, defined, readsResult: translator.readsResult } };
  } catch (error) {
    if (error instanceof TypeProblem) return { status: 'ill-typed', reason: error.message };
    throw error;
  }
}

export interface TranslateScope {
  store: TermStore;
  types: TypeTable;
  signature: Signature;
  variable: InputVariable;
}

class Translator {
  readsResult = false;
  readonly #scope: TranslateScope;
  /** What must hold where the current part is evaluated. */
  #guard: Term;
  #defined: Term;

  constructor(scope: TranslateScope) {
    this.#scope = scope;
    this.#guard = scope.store.true;
    this.#defined = scope.store.true;
  }

  clause(expression: Expression): { condition: Term; defined: Term } {
    const condition = this.#truth(expression);
    return { condition, defined: this.#defined };
  }

  /** An expression where C wants a condition. */
  #truth(expression: Expression): Term {
    const { store } = this.#scope;
    if (expression.kind === 'binary') {
      const { operator, left, right } = expression;
      if (operator === '&&' || operator === '||' || operator === '==>') return this.#logical(operator, left, right);
      if (comparisons.has(operator)) return this.#comparison(operator, left, right);
    }
    if (expression.kind === 'unary' && expression.operator === '!') return store.not(this.#truth(expression.operand));
    if (expression.kind === 'test') return this.#pointerTest(expression.test, expression.operand);
    const value = this.#value(expression);
    if (value.kind === 'struct') throw new TypeProblem(`${showExpression(expression)} is a struct`);
    return store.not(store.eq(value.term, store.constant(0, value.term.width)));
  }

  #logical(operator: '&&' | '||' | '==>', left: Expression, right: Expression): Term {
    const { store } = this.#scope;
    const first = this.#truth(left);
    const outer = this.#guard;
    this.#guard = store.and(outer, operator === '||' ? store.not(first) : first);
    const second = this.#truth(right);
    this.#guard = outer;
    if (operator === '&&') return store.and(first, second);
    return operator === '||' ? store.or(first, second) : store.implies(first, second);
  }

  #comparison(operator: BinaryOperator, left: Expression, right: Expression): Term {
    const { store } = this.#scope;
    const a = this.#scalar(left);
    const b = this.#scalar(right);
    if (a.kind !== b.kind && !isZero(a) && !isZero(b)) {
      throw new TypeProblem(
        `${showExpression(left)} ${operator} ${showExpression(right)} compares a pointer with a number`,
      );
    }
    const [x, y, signed] =
      a.kind === 'integer' && b.kind === 'integer'
        ? commonType(store, a, b)
        : [address(store, a), address(store, b), false];
    return compare(store, operator, x, y, signed);
  }

  #pointerTest(test: 'IS_ERR' | 'IS_ERR_OR_NULL', operand: Expression): Term {
    const { store } = this.#scope;
    const value = this.#scalar(operand);
    if (value.kind !== 'pointer')
      throw new TypeProblem(`${test} is given ${showExpression(operand)}, which is no pointer`);
    const isError = store.not(store.ult(value.term, store.constant(-largestError, 64)));
    return test === 'IS_ERR' ? isError : store.or(isError, store.eq(value.term, store.constant(0, 64)));
  }

  #scalar(expression: Expression): Exclude<Value, { kind: 'struct' }> {
    const value = this.#value(expression);
    if (value.kind === 'struct') throw new TypeProblem(`${showExpression(expression)} is a struct, not a value`);
    return value;
  }

  #value(expression: Expression): Value {
    const { store } = this.#scope;
    switch (expression.kind) {
      case 'number':
        return literal(store, expression);
      case 'null':
        return { kind: 'pointer', term: store.constant(0, 64), to: null };
      case 'name':
        return this.#name(expression.name);
      case 'member':
        return this.#member(expression);
      case 'unary':
        return expression.operator === '!'
          ? truthValue(store, this.#truth(expression))
          : this.#arithmeticUnary(expression);
      case 'test':
        return truthValue(store, this.#truth(expression));
      case 'binary': {
        const { operator } = expression;
        const isCondition = operator === '&&' || operator === '||' || operator === '==>' || comparisons.has(operator);
        return isCondition ? truthValue(store, this.#truth(expression)) : this.#arithmetic(expression);
      }
    }
  }

  #name(name: string): Value {
    const { signature, store } = this.#scope;
    const parameter = signature.parameters.find((each) => each.name === name);
    if (parameter) return this.#input(name, parameter.type, 0);
    if (name === resultName) {
      if (signature.returns === 0) throw new TypeProblem('ret is read, but the function returns nothing');
      this.readsResult = true;
      return this.#input(name, signature.returns, 0);
    }
    const error = errorNumbers.get(name);
    if (error !== undefined) return constant(store, BigInt(error), 32, true);
    const enumerator = this.#enumerator(name);
    if (enumerator !== null) return constant(store, enumerator, 32, true);
    const known = signature.parameters.map((each) => each.name).filter((each) => each !== '');
    throw new TypeProblem(
      `${name} is no parameter; there are ${[...known, ...(signature.returns === 0 ? [] : [resultName])].join(', ') || 'none'}`,
    );
  }

  #enumerator(name: string): bigint | null {
    return enumeratorsOf(this.#scope.types).get(name) ?? null;
  }

  /** A value that comes from outside: a parameter, the result, a member. */
  #input(path: string, id: number, bitSize: number): Value {
    const { store, types, variable } = this.#scope;
    const type = scalarType(types, id);
    if (!type) {
      const kind = types.type(types.strip(id)).kind;
      if (kind === 'struct' || kind === 'union') return { kind: 'struct', type: id, path };
      if (kind === 'array') {
        throw new TypeProblem(`${path} is an array, which is never NULL and has no single value`);
      }
      throw new TypeProblem(`${path} has the type ${types.describe(id)}, which no clause can read`);
    }
    if (type.kind === 'pointer') return { kind: 'pointer', term: variable(path, 64), to: type.to };
    const bits = bitSize > 0 ? bitSize : type.bits;
    const raw = variable(path, bits);
    // Integer promotion.
    const width = bits > 32 ? 64 : 32;
    const term = bits === width ? raw : type.signed ? store.signExtend(raw, width) : store.zeroExtend(raw, width);
    return { kind: 'integer', term, signed: type.signed || bits < 32, constant: null };
  }

  #member({ object, arrow, field }: Extract<Expression, { kind: 'member' }>): Value {
    const { types, store } = this.#scope;
    const owner = this.#value(object);
    const text = showExpression(object);
    let struct: number | null;
    let path: string;
    if (arrow) {
      if (owner.kind !== 'pointer' || owner.to === null) throw new TypeProblem(`${text}-> needs a pointer`);
      struct = pointedStruct(types, owner.to);
      path = `${text}->${field}`;
      const isNull = store.eq(owner.term, store.constant(0, 64));
      // Parameters are never error pointers by convention; results may be.
      const isError = store.not(store.ult(owner.term, store.constant(-largestError, 64)));
      this.#require(store.not(text.startsWith(resultName) ? store.or(isNull, isError) : isNull));
    } else {
      if (owner.kind !== 'struct') throw new TypeProblem(`${text}. needs a struct`);
      struct = owner.type;
      path = `${owner.path}.${field}`;
    }
    const member = struct === null ? null : memberNamed(types, struct, field);
    if (!member) throw new TypeProblem(`${text} has no member ${field}`);
    return this.#input(path, member.type, member.bitSize);
  }

  #require(condition: Term): void {
    const { store } = this.#scope;
    this.#defined = store.and(this.#defined, store.implies(this.#guard, condition));
  }

  #arithmeticUnary({ operator, operand }: Extract<Expression, { kind: 'unary' }>): Value {
    const { store } = this.#scope;
    const value = this.#integer(operand);
    const { term, signed, constant } = value;
    const zero = store.constant(0, term.width);
    if (operator === '-')
      return { kind: 'integer', term: store.sub(zero, term), signed, constant: constant === null ? null : -constant };
    return { kind: 'integer', term: store.not(term), signed, constant: null };
  }

  #arithmetic({ operator, left, right }: Extract<Expression, { kind: 'binary' }>): Value {
    const { store } = this.#scope;
    const a = this.#integer(left);
    const b = this.#integer(right);
    if (operator === '<<' || operator === '>>') return shift(store, operator, a, b, showExpression(right));
    const [x, y, signed] = commonType(store, a, b);
    if (operator === '/' || operator === '%') {
      if (b.constant === null || b.constant === 0n)
        throw new TypeProblem(`${showExpression(right)} may be 0, and division by 0 is undefined`);
    }
    return { kind: 'integer', term: operation(store, operator, x, y, signed), signed, constant: null };
  }

  #integer(expression: Expression): Integer {
    const value = this.#scalar(expression);
    if (value.kind === 'pointer') throw new TypeProblem(`arithmetic on the pointer ${showExpression(expression)}`);
    return value;
  }
}
