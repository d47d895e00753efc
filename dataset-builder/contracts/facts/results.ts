import type { Body, Local, Part } from './body.ts';
import { between, highest, lowest, negate, single, union, valuesOf, within, type Intervals } from './intervals.ts';
import {
  anything,
  convert,
  integers,
  join,
  meet,
  pointer,
  pointerClass,
  sameValue,
  type SlotType,
  type Value,
} from './value.ts';

/** The type that a function returns; null: nothing, or no scalar. */
export type ReturnType = SlotType | null;

/** Rounds after which a value that still grows is unknown. */
const mostRounds = 10;

/**
 * What functions may return, by a fixpoint over all of them: it starts with "nothing yet" and joins until nothing
 * changes. A callee counts when its name is unique, or defined in the same file.
 */
export class Results {
  readonly #bodies: readonly Body[];
  readonly #byName = new Map<string, Body[]>();
  readonly #types: ReadonlyMap<Body, ReturnType>;
  readonly #values = new Map<Body, Value | null>();
  /** Functions that have several definitions or none that can be trusted, with what their type says. */
  readonly #fallback: (name: string) => Value;

  constructor(bodies: readonly Body[], types: ReadonlyMap<Body, ReturnType>, fallback: (name: string) => Value) {
    this.#bodies = bodies;
    this.#types = types;
    this.#fallback = fallback;
    for (const body of bodies) {
      const known = this.#byName.get(body.name);
      if (known) known.push(body);
      else this.#byName.set(body.name, [body]);
    }
  }

  compute(): void {
    for (const body of this.#bodies)
      this.#values.set(body, body.opaque === null && this.#types.get(body) ? null : anything);
    for (let round = 0, changed = true; changed; round++) {
      changed = false;
      for (const body of this.#bodies) {
        const before = this.#values.get(body) ?? null;
        if (before?.kind === 'anything') continue;
        let after = this.#returned(body);
        if (round >= mostRounds && !sameValue(before, after)) after = anything;
        if (sameValue(before, after)) continue;
        this.#values.set(body, after);
        changed = true;
      }
    }
  }

  /** Null: it returns no value that was found, such as a function that never returns. */
  of(body: Body): Value | null {
    return this.#values.get(body) ?? null;
  }

  #returned(body: Body): Value | null {
    const type = this.#types.get(body);
    if (!type || body.returns.length === 0) return anything;
    let value: Value | null = null;
    const evaluation = new Evaluation(body, (name) => this.#callee(name, body));
    for (const part of body.returns) {
      value = join(value, convert(evaluation.value(part), type));
      if (value?.kind === 'anything') return anything;
    }
    return value;
  }

  #callee(name: string, caller: Body): Value | null {
    const all = this.#byName.get(name) ?? [];
    const here = all.filter((body) => body.file === caller.file);
    const [only] = here.length === 1 ? here : all.filter((body) => !body.isStatic);
    const isUnique = here.length === 1 || (here.length === 0 && all.filter((body) => !body.isStatic).length === 1);
    if (!only || !isUnique) return this.#fallback(name);
    const value = this.#values.get(only) ?? null;
    return value?.kind === 'anything' ? this.#fallback(name) : value;
  }
}

class Evaluation {
  readonly #body: Body;
  readonly #callee: (name: string) => Value | null;
  /** Locals being evaluated: a local that depends on itself adds nothing new. */
  readonly #open = new Set<string>();
  /** How often one was met while it was open. */
  #selfReferences = 0;

  constructor(body: Body, callee: (name: string) => Value | null) {
    this.#body = body;
    this.#callee = callee;
  }

  value(part: Part): Value | null {
    switch (part.kind) {
      case 'anything':
        return anything;
      case 'number':
        return integers(single(part.value));
      case 'range':
        return integers(between(part.low, part.high));
      case 'pointer':
        return pointer(part.classes);
      case 'local':
        return this.#local(part.name);
      case 'negated': {
        const value = this.#operand(part.part);
        if (value?.kind !== 'integers') return value && anything;
        // -(-2^31) is not one.
        return within(value.set, -(2 ** 31) + 1, 2 ** 31 - 1) ? integers(negate(value.set)) : anything;
      }
      case 'either':
        return part.parts.map((each) => this.value(each)).reduce(join);
      case 'binary':
        return binary(part.operator, this.#operand(part.left), this.#operand(part.right));
      case 'cast':
        return part.to === null ? anything : convert(this.value(part.part), part.to);
      case 'call':
        return this.#callee(part.name);
      case 'error-pointer':
        return errorPointer(this.#operand(part.part));
      case 'bounded':
        return meet(this.value(part.part), part.low, part.high, part.type);
      case 'classed': {
        const value = this.value(part.part);
        if (value === null) return null;
        return pointer(value.kind === 'pointer' ? value.classes & part.classes : part.classes);
      }
    }
  }

  /** What is computed with. Of a local that is computed from itself (`n = n + 1`) nothing is known. */
  #operand(part: Part): Value | null {
    const before = this.#selfReferences;
    const value = this.value(part);
    return this.#selfReferences > before ? anything : value;
  }

  #local(name: string): Value | null {
    const local: Local | undefined = this.#body.locals.get(name);
    if (!local || local.hidden || local.type === null) return anything;
    if (this.#open.has(name)) {
      this.#selfReferences++;
      return null;
    }
    this.#open.add(name);
    let value: Value | null = null;
    for (const part of local.values) {
      value = join(value, convert(this.value(part), local.type));
      if (value?.kind === 'anything') break;
    }
    this.#open.delete(name);
    return value;
  }
}

const largest = 2 ** 31 - 1;

function binary(operator: string, a: Value | null, b: Value | null): Value | null {
  if (operator === '&') return masked(a, b);
  if (a === null || b === null) return null;
  if (a.kind !== 'integers' || b.kind !== 'integers') return anything;
  const left = valuesOf(a.set, 24);
  const right = valuesOf(b.set, 24);
  if (!left || !right || left.length * right.length > 64) return anything;
  let set: Intervals = [];
  for (const x of left) {
    for (const y of right) {
      const result = apply(operator, x, y);
      // Below zero an unsigned operand would wrap around.
      if (result === null || result < 0 || result > largest || x < 0 || y < 0) return anything;
      set = union(set, single(result));
    }
  }
  return integers(set);
}

function apply(operator: string, x: number, y: number): number | null {
  switch (operator) {
    case '+':
      return x + y;
    case '-':
      return x - y;
    case '*':
      return x * y;
    case '|':
      return x >= 0 && y >= 0 ? x | y : null;
    case '<<':
      return x >= 0 && y >= 0 && y < 31 ? x * 2 ** y : null;
    default:
      return null;
  }
}

/** `x & mask` lies between 0 and a mask that is not negative, whatever `x` is. */
function masked(a: Value | null, b: Value | null): Value | null {
  const bounds = [a, b].flatMap((value) =>
    value?.kind === 'integers' && lowest(value.set) >= 0 && highest(value.set) <= largest ? [highest(value.set)] : [],
  );
  if (bounds.length === 0) return a === null || b === null ? null : anything;
  return integers(between(0, Math.min(...bounds)));
}

function errorPointer(value: Value | null): Value | null {
  if (value === null) return null;
  if (value.kind !== 'integers' || !within(value.set, -4095, 0)) return anything;
  const withZero = highest(value.set) === 0;
  const withErrors = lowest(value.set) < 0;
  return pointer((withZero ? pointerClass.null : 0) | (withErrors ? pointerClass.error : 0));
}
