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
