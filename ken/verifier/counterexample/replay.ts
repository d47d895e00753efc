import type { BpfObject } from '../elf/object.ts';
import { interpret } from '../isa/interpreter.ts';
import type { Model } from '../terms/model.ts';
import { environmentOf } from './environment-of.ts';
import { loadedMaps } from './loaded-maps.ts';

export type Replay =
  | { confirmed: true }
  /** Why the concrete run does not show the failure, one sentence. */
  | { confirmed: false; reason: string };

/**
 * Runs a history of events on the values of a model, from the state in which the program is loaded, and looks whether
 * the assert fails in the last one. The interpreter shares no semantics with the symbolic executor.
 */
export function replay(object: BpfObject, functions: readonly string[], model: Model, assertId: number): Replay {
  const maps = loadedMaps(object, model);
  for (const [index, name] of functions.entries()) {
    const last = index === functions.length - 1;
    const result = interpret(object, name, environmentOf(model, index + 1, maps));
    if (last && result.marks.some(({ kind, id }) => kind === 'fail' && id === assertId)) return { confirmed: true };
    if (result.end === 'stopped') {
      return { confirmed: false, reason: `event ${index + 1} cannot be replayed: ${result.reason}` };
    }
    if (result.end === 'cut' && !last) return { confirmed: false, reason: `event ${index + 1} violates an assumption` };
  }
  return { confirmed: false, reason: 'a concrete run with these inputs does not fail' };
}
