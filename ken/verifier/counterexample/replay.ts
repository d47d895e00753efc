import type { BpfObject } from '../elf/object.ts';
import { recordKey, type TracerAction, type TracerActions } from '../compile/tracer-actions.ts';
import { clearedByTracer, ofEvent } from '../helpers/input-names.ts';
import { interpret, type MapState, type OutputRecord } from '../isa/interpreter.ts';
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
export function replay(
  { object, actions }: { object: BpfObject; actions: TracerActions },
  functions: readonly string[],
  model: Model,
  assertId: number,
): Replay {
  const maps = loadedMaps(object, model);
  const asked = new Set<TracerAction>();
  for (const [index, name] of functions.entries()) {
    const last = index === functions.length - 1;
    for (const action of asked) if (isCleared(model, index + 1, action)) clearConcretely(maps, action);
    const result = interpret(object, name, environmentOf(model, index + 1, maps));
    if (last && result.marks.some(({ kind, id }) => kind === 'fail' && id === assertId)) return { confirmed: true };
    if (result.end === 'stopped') {
      return { confirmed: false, reason: `event ${index + 1} cannot be replayed: ${result.reason}` };
    }
    for (const each of result.outputs) for (const action of actionsOf(each, actions)) asked.add(action);
    if (result.end === 'cut' && !last) return { confirmed: false, reason: `event ${index + 1} violates an assumption` };
  }
  return { confirmed: false, reason: 'a concrete run with these inputs does not fail' };
}

function isCleared(model: Model, event: number, { map, effect }: TracerAction): boolean {
  return BigInt(model.variables.get(ofEvent(event, clearedByTracer(map, effect))) ?? 0n) === 1n;
}

function clearConcretely({ maps }: MapState, { map: name, effect }: TracerAction): void {
  const map = maps.get(name);
  for (const { key, value } of map?.touched() ?? []) {
    if (effect === 'clear' && map?.family === 'hash') map.remove(key);
    else value.fill(0);
  }
}

/** What a record asks the tracer to do: none or one. */
function actionsOf({ kind, bytes }: OutputRecord, actions: TracerActions): TracerAction[] {
  if ((kind !== 'ringbuf' && kind !== 'perf') || bytes.length < 12) return [];
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const action = actions.get(recordKey(view.getBigUint64(0, true), view.getUint32(8, true)));
  return action ? [action] : [];
}
