import { Term } from '../terms/term.ts';
import type { Engine } from './engine.ts';
import type { FinishedPath, PathEnd, SymbolicMap } from './exploration.ts';
import { zeros } from './maps/cells.ts';
import { familyOf } from './maps/family.ts';
import { itemsOf } from './state/chain.ts';
import type { MachineState, SymbolicMapState } from './state/machine-state.ts';
import type { Slot } from './state/region.ts';
import { Deferred } from './state/value.ts';
import { SymbolicBytes } from './state/symbolic-bytes.ts';

/** What others see of a path that ended. */
export function finishPath(engine: Engine, state: MachineState, end: PathEnd): FinishedPath {
  const held = state.registers[0];
  const returned = held instanceof Deferred ? held.term : held;
  let maps: FinishedPath['maps'] | undefined;
  let globals: FinishedPath['globals'] | undefined;
  return {
    end,
    condition: state.condition,
    model: state.model,
    outputs: itemsOf(state.outputs),
    marks: itemsOf(state.marks),
    findings: itemsOf(state.findings),
    inputs: itemsOf(state.inputs),
    reads: itemsOf(state.reads),
    // Made when asked for: most paths are never looked at so closely.
    get maps() {
      return (maps ??= new Map([...state.maps].map(([name, map]) => [name, symbolicMap(engine, state, map)])));
    },
    get globals() {
      return (globals ??= new Map([...state.globals].map(([name, id]) => [name, bytesOf(engine, state, id)])));
    },
    returned: end.kind === 'returned' && returned instanceof Term ? returned : null,
    state: end.kind === 'returned' ? state : null,
  };
}

function symbolicMap(engine: Engine, state: MachineState, { definition, cells }: SymbolicMapState): SymbolicMap {
  const family = familyOf(definition);
  const empty = family === 'array' ? 'zero' : 'absent';
  return {
    definition,
    entries: cells.map(({ key, present, region, initial }) => ({
      key,
      present,
      value: bytesOf(engine, state, region),
      initial: { present: initial.present, value: initialBytes(engine, state, initial.region) },
    })),
    untouched: state.initially === 'arbitrary' ? 'arbitrary' : empty,
  };
}

function bytesOf(engine: Engine, state: MachineState, id: number): SymbolicBytes {
  const region = state.region(id);
  return new SymbolicBytes(
    engine.store,
    Array.from({ length: region.shape.size }, (_, offset) => region.slot(offset) ?? unknown(engine)),
  );
}

/** The value before the first event. */
function initialBytes(engine: Engine, state: MachineState, id: number): SymbolicBytes {
  const { shape } = state.region(id);
  return new SymbolicBytes(
    engine.store,
    Array.from({ length: shape.size }, (_, offset) => shape.initial(offset) ?? unknown(engine)),
  );
}

function unknown(engine: Engine): Slot {
  return zeros(engine)(0) ?? { content: engine.number(0), position: 0 };
}
