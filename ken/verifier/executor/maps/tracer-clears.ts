import { recordKey, type TracerAction } from '../../compile/tracer-actions.ts';
import { clearedByTracer } from '../../helpers/input-names.ts';
import type { Term } from '../../terms/term.ts';
import { byteOf } from '../calls/memory-helpers.ts';
import type { Engine } from '../engine.ts';
import type { SymbolicOutput } from '../exploration.ts';
import { itemsOf } from '../state/chain.ts';
import type { Cell, MachineState } from '../state/machine-state.ts';
import { familyOf } from './family.ts';
import { mapState, setCell } from './cells.ts';

/** Before an event begins: maps that earlier records ask the tracer to clear may have been cleared by now, or not yet. */
export function letTracerClear(engine: Engine, state: MachineState): void {
  const actions = engine.program.tracerActions;
  if (!actions || actions.size === 0) return;
  const wanted = new Set(itemsOf(state.outputs).flatMap((output) => actions.get(keyOf(output)) ?? []));
  for (const { map, effect } of wanted) {
    const definition = engine.program.object.maps.get(map);
    if (definition === undefined) continue;
    engine.assumptions.add('tracer-clears');
    const { store } = engine;
    const cleared = store.eq(engine.input(state, clearedByTracer(map, effect), 1), store.constant(1, 1));
    const deletes = effect === 'clear' && familyOf(definition) !== 'array';
    for (const [index, cell] of mapState(state, definition).cells.entries()) {
      if (deletes) setCell(state, definition, index, withoutEntry(engine, cell, cleared));
      else zeroValue(engine, state, cell, cleared);
    }
  }
}

/** The action that a record asks for, or undefined. */
export function actionOf(engine: Pick<Engine, 'program'>, output: SymbolicOutput): TracerAction | undefined {
  return engine.program.tracerActions?.get(keyOf(output));
}

function withoutEntry({ store }: Engine, cell: Cell, cleared: Term): Cell {
  return { ...cell, present: store.and(cell.present, store.not(cleared)) };
}

function zeroValue(engine: Engine, state: MachineState, { region: id }: Cell, cleared: Term): void {
  const { store } = engine;
  const region = state.writable(id);
  for (let offset = 0; offset < region.shape.size; offset++) {
    const byte = byteOf(engine, region.slot(offset) ?? undefined);
    region.set(offset, store.ite(cleared, store.constant(0, 8), byte), 0);
  }
}

function keyOf({ kind, bytes }: SymbolicOutput): string {
  if ((kind !== 'ringbuf' && kind !== 'perf') || bytes.length < 12) return '';
  const [id, number] = [bytes.term(0, 8), bytes.term(8, 4)];
  return id.op === 'constant' && number.op === 'constant' ? recordKey(id.value, number.value) : '';
}
