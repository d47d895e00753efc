import { type Model, modelOf } from '../../terms/model.ts';
import type { Term } from '../../terms/term.ts';
import { Patch } from './patch.ts';
import { pushValue } from './push-value.ts';

/** Rounds of repair, and ways to choose a value in a comparison. */
const rounds = 4;
const strategies = [0, 1] as const;
export type Strategy = (typeof strategies)[number];

/**
 * Tries to change a model of `path` so that `wanted` holds too: the value that a comparison needs is pushed down to the
 * variables it is made of. Null says nothing; a model was checked on every term. Most branches of programs that trace
 * depend on inputs about which nothing else is known, so this saves most questions to the solver.
 */
export function findWitness(model: Model, path: readonly Term[], wanted: Term): Model | null {
  for (const strategy of strategies) {
    let candidate = model;
    let broken: Term | undefined = wanted;
    for (let round = 0; round < rounds && broken; round++) {
      const patch = new Patch();
      if (!pushValue(broken, true, candidate, patch, strategy)) break;
      candidate = patched(candidate, patch);
      broken = candidate.holds(wanted) ? lastBroken(candidate, path) : wanted;
    }
    if (broken === undefined) return candidate;
  }
  return null;
}

/** Later conditions are more likely to break: they speak of the same things. */
function lastBroken(model: Model, path: readonly Term[]): Term | undefined {
  for (let index = path.length - 1; index >= 0; index--) {
    const condition = path[index];
    if (condition && !model.holds(condition)) return condition;
  }
  return undefined;
}

function patched(model: Model, patch: Patch): Model {
  const variables = new Map([...model.variables, ...patch.variables]);
  const functions = new Map(model.functions);
  for (const [name, values] of patch.functions)
    functions.set(name, new Map([...(functions.get(name) ?? []), ...values]));
  return modelOf({ variables, functions });
}
