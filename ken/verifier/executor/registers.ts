import { Term } from '../terms/term.ts';
import type { Operand } from '../isa/instruction.ts';
import type { Engine } from './engine.ts';
import { type Interrupt, isInterrupt, rejected, type Stopped, unsupported } from './interrupt.ts';
import type { MachineState } from './state/machine-state.ts';
import { Deferred, Pointer, type Value } from './state/value.ts';

/** What a register holds; reading one that was never written is refused by the kernel. */
export function register(state: MachineState, number: number): Value | Stopped {
  const value = state.registers[number];
  if (value === null || value === undefined) return rejected(`r${number} is read before it is written`);
  return value instanceof Deferred ? value.term : value;
}

export function operand(engine: Engine, state: MachineState, source: Operand): Value | Stopped {
  return source.kind === 'register' ? register(state, source.register) : engine.number(source.value);
}

/** A register that must hold a number. `what` names it for the message. */
export function numberIn(state: MachineState, number: number, what: string): Term | Stopped {
  const value = register(state, number);
  if (isInterrupt(value) || value instanceof Term) return value;
  return unsupported(`${what} is a pointer`);
}

export function pointerIn(state: MachineState, number: number, what: string): Pointer | Stopped {
  const value = register(state, number);
  if (value instanceof Pointer) return value;
  if (isInterrupt(value)) return value;
  if (value instanceof Term && value.op === 'constant' && value.value === 0n) return rejected(`${what} is NULL`);
  return unsupported(`${what} is not a pointer into the program's memory`);
}

/** A register that must hold a number known to be at most `limit`. */
export function constantIn(state: MachineState, number: number, what: string, limit: number): number | Interrupt {
  const value = numberIn(state, number, what);
  if (isInterrupt(value)) return value;
  if (value.op !== 'constant') return unsupported(`${what} is not a constant`);
  if (value.value > BigInt(limit)) return unsupported(`${what} is ${value.value}`);
  return Number(value.value);
}
