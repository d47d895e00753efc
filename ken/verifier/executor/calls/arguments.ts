import type { MapDefinition } from '../../elf/object.ts';
import type { Engine } from '../engine.ts';
import { type Interrupt, isInterrupt, unsupported } from '../interrupt.ts';
import { readNumber } from '../memory/read-bytes.ts';
import { pointerIn, register } from '../registers.ts';
import type { MachineState } from '../state/machine-state.ts';
import { MapHandle } from '../state/value.ts';
import type { Term } from '../../terms/term.ts';

/** The map that a register refers to. */
export function mapIn(state: MachineState, number: number): MapDefinition | Interrupt {
  const value = register(state, number);
  if (value instanceof MapHandle) return value.map;
  return isInterrupt(value) ? value : unsupported(`parameter ${number} is not a map of the object`);
}

/** The bytes of a key at a register's address, as one number. */
export function keyIn(engine: Engine, state: MachineState, number: number, map: MapDefinition): Term | Interrupt {
  if (map.keySize === 0) return unsupported(`a key of map ${map.name}, which has none`);
  const pointer = pointerIn(state, number, `the key of map ${map.name}`);
  return isInterrupt(pointer) ? pointer : readNumber(engine, state, pointer, map.keySize);
}

/** Ends a call: r0 holds the result, r1 to r5 are unreadable, the next instruction follows. */
export function returnFrom(state: MachineState, result: MachineState['registers'][number]): Interrupt | undefined {
  state.registers.fill(null, 1, 6);
  state.registers[0] = result;
  state.instruction++;
  return undefined;
}
