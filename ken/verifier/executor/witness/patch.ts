import { argumentKey } from '../../terms/evaluate.ts';
import type { Model } from '../../terms/model.ts';
import type { Term, Value } from '../../terms/term.ts';

/** Changes to a model. */
export class Patch {
  variables = new Map<string, Value>();
  functions = new Map<string, Map<string, Value>>();

  /** False when something else was already chosen. */
  set(term: Term, value: Value, model: Model): boolean {
    if (term.op === 'variable') return choose(this.variables, term.name, value);
    const key = argumentKey(term.args.map((part) => model.value(part)));
    const values = this.functions.get(term.name) ?? new Map<string, Value>();
    this.functions.set(term.name, values);
    return choose(values, key, value);
  }

  /** Changes some bits of a variable or an application; the others keep what was chosen, else what the model says. */
  setBits(term: Term, low: bigint, bits: bigint, value: bigint, model: Model): void {
    const key = argumentKey(term.args.map((part) => model.value(part)));
    const values = this.functions.get(term.name) ?? new Map<string, Value>();
    const chosen = term.op === 'variable' ? this.variables.get(term.name) : values.get(key);
    const next = (BigInt(chosen ?? model.value(term)) & ~(bits << low)) | (value << low);
    if (term.op === 'variable') this.variables.set(term.name, next);
    else this.functions.set(term.name, values.set(key, next));
  }

  copy(): Patch {
    const other = new Patch();
    other.variables = new Map(this.variables);
    other.functions = new Map([...this.functions].map(([name, values]) => [name, new Map(values)]));
    return other;
  }

  become(other: Patch): void {
    this.variables = other.variables;
    this.functions = other.functions;
  }
}

function choose(values: Map<string, Value>, key: string, value: Value): boolean {
  const known = values.get(key);
  if (known !== undefined) return known === value;
  values.set(key, value);
  return true;
}
