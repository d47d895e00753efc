import type { Term } from '../terms/term.ts';
import type { MachineState } from './state/machine-state.ts';

/** How deep conditions are looked into. */
const deepest = 16;

/** Remembers a decision and what follows from it: parts of a true conjunction, values of terms. */
export function learn(state: MachineState, condition: Term, value: boolean): void {
  const rest: [Term, boolean][] = [[condition, value]];
  for (let next = rest.pop(); next; next = rest.pop()) {
    const [term, holds] = next;
    if (state.known.get(term.id) === holds) continue;
    state.known.set(term.id, holds);
    const [first, second] = term.args;
    if (term.op === 'not' && first) rest.push([first, !holds]);
    if (term.op === 'and' && holds) for (const part of term.args) rest.push([part, true]);
    if (term.op === 'eq' && holds && first && second) {
      if (second.op === 'constant') state.values.set(first.id, second.value);
      else if (first.op === 'constant') state.values.set(second.id, first.value);
    }
  }
}

/** Whether a condition follows from single decisions of the path; undefined when that cannot be seen. */
export function knownTruth(state: MachineState, condition: Term, depth = 0): boolean | undefined {
  if (condition.op === 'true' || condition.op === 'false') return condition.op === 'true';
  const known = state.known.get(condition.id);
  if (known !== undefined || depth > deepest) return known;
  const [first, second] = condition.args;
  if (!first) return undefined;
  if (condition.op === 'not') {
    const inner = knownTruth(state, first, depth + 1);
    return inner === undefined ? undefined : !inner;
  }
  if (condition.op === 'and') {
    let all: boolean | undefined = true;
    for (const part of condition.args) {
      const truth = knownTruth(state, part, depth + 1);
      if (truth === false) return false;
      if (truth === undefined) all = undefined;
    }
    return all;
  }
  if (!second || first.width === 0) return undefined;
  const left = knownValue(state, first);
  const right = knownValue(state, second);
  if (left === undefined || right === undefined) return undefined;
  if (condition.op === 'eq') return left === right;
  return condition.op === 'ult' ? left < right : undefined;
}

const knownValue = (state: MachineState, term: Term): bigint | undefined =>
  term.op === 'constant' ? term.value : state.values.get(term.id);
