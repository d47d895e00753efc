import { packetLength } from '../../helpers/input-names.ts';
import type { Term } from '../../terms/term.ts';
import type { Engine } from '../engine.ts';
import { type Interrupt, isInterrupt, rejected, Stopped } from '../interrupt.ts';
import type { MachineState } from '../state/machine-state.ts';
import type { Region } from '../state/region.ts';
import type { Pointer } from '../state/value.ts';
import { alignmentOf } from './alignment.ts';

/** Where an access goes: one offset, or an unknown one among a few. */
export interface Place {
  region: Region;
  /** Ascending, all within the region. */
  offsets: readonly number[];
  /** The offset as a number of 64 bits, when it is not known. */
  offset: Term | null;
}

/** Finds the bytes of an access and makes sure that they are the program's to use. */
export function placeOf(
  engine: Engine,
  state: MachineState,
  pointer: Pointer,
  size: number,
  writing: boolean,
): Place | Interrupt {
  const region = state.region(pointer.region);
  const { shape } = region;
  if (pointer.lookup !== null && !state.checkedLookups.has(pointer.lookup)) {
    const message = `${shape.name} is used without a comparison of the pointer with NULL`;
    engine.report(state, 'unchecked-map-value', message, engine.store.true);
  }
  if (writing && !shape.writable) return rejected(`${shape.name} cannot be written`);
  if (pointer.symbolic !== null) return unknownPlace(engine, state, region, pointer, size);
  const end = pointer.offset + size;
  if (pointer.offset < 0 || end > shape.size) {
    return outOfBounds(
      engine,
      state,
      `${size} bytes at offset ${pointer.offset} of ${shape.name} (${shape.size} bytes)`,
    );
  }
  if (shape.kind === 'packet' && end > state.packetBytes) {
    const enough = packetHolds(engine, state, engine.number(end));
    if (isInterrupt(enough)) return enough;
    state.packetBytes = end;
  }
  return { region, offsets: [pointer.offset], offset: null };
}

function outOfBounds(engine: Engine, state: MachineState, what: string): Stopped {
  engine.report(state, 'out-of-bounds', `access to ${what}`, engine.store.true);
  return rejected(`access to ${what}`);
}

/** Whether the packet has so many bytes; the path ends when it has not. */
function packetHolds(engine: Engine, state: MachineState, end: Term): true | Interrupt {
  const { store } = engine;
  const length = store.zeroExtend(engine.input(state, packetLength, 32), 64);
  const holds = engine.decide(state, store.ule(end, length));
  if (holds === true) return true;
  return holds === false ? outOfBounds(engine, state, 'the packet beyond its checked length') : holds;
}

function unknownPlace(
  engine: Engine,
  state: MachineState,
  region: Region,
  pointer: Pointer,
  size: number,
): Place | Interrupt {
  const { store, limits } = engine;
  const { shape } = region;
  if (pointer.symbolic === null) throw new TypeError('the offset is known');
  const offset = store.add(pointer.symbolic, engine.number(pointer.offset));
  const last = shape.size - size;
  if (last < 0) return outOfBounds(engine, state, `${size} bytes of ${shape.name} (${shape.size} bytes)`);
  const inside = engine.decide(state, store.ule(offset, engine.number(last)));
  if (isInterrupt(inside)) return inside;
  if (!inside) return outOfBounds(engine, state, `${shape.name} at an offset that may exceed ${last}`);
  if (shape.kind === 'packet') {
    const enough = packetHolds(engine, state, store.add(offset, engine.number(size)));
    return isInterrupt(enough) ? enough : { region, offsets: [], offset };
  }
  const { step, rest } = alignmentOf(pointer.symbolic, pointer.offset);
  const first = Number(offset.minimum > BigInt(last) ? 0n : offset.minimum);
  const end = Number(offset.maximum < BigInt(last) ? offset.maximum : BigInt(last));
  const offsets: number[] = [];
  for (let at = first + ((rest - (first % step) + step) % step); at <= end; at += step) {
    offsets.push(at);
    if (offsets.length > limits.offsets) {
      const what = `an unknown offset in ${shape.name} with more than ${limits.offsets} values`;
      return new Stopped('limit', what);
    }
  }
  return { region, offsets, offset };
}
