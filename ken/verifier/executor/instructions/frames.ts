import { Term } from '../../terms/term.ts';
import { returnFrom } from '../calls/arguments.ts';
import type { Engine } from '../engine.ts';
import { Ended, type Interrupt, isInterrupt, rejected, unsupported } from '../interrupt.ts';
import { register } from '../registers.ts';
import type { Iteration, MachineState } from '../state/machine-state.ts';
import { type FunctionHandle, Pointer, type Value } from '../state/value.ts';

/** MAX_BPF_STACK and MAX_CALL_FRAMES of the kernel. */
const stackSize = 512;
const mostFrames = 8;

/** A call of a function of the program: it is run in place. */
export function callLocal(engine: Engine, state: MachineState, offset: number): Interrupt | undefined {
  const reference = state.body.references.get(state.instruction);
  const parameters = state.registers.slice(1, 6);
  if (reference?.kind === 'function') {
    return enter(engine, state, reference.function, reference.instruction, parameters, null);
  }
  if (reference !== undefined) return unsupported(`a call of the ${reference.kind} that it refers to`);
  return enter(engine, state, state.body.name, state.instruction + 1 + offset, parameters, null);
}

/** Starts a callback of the helper that the current instruction calls. */
export function callBack(
  engine: Engine,
  state: MachineState,
  callback: FunctionHandle,
  parameters: readonly Value[],
  iteration: Iteration,
): Interrupt | undefined {
  return enter(engine, state, callback.name, callback.instruction, parameters, iteration);
}

function enter(
  engine: Engine,
  state: MachineState,
  name: string,
  instruction: number,
  parameters: readonly MachineState['registers'][number][],
  iteration: Iteration | null,
): Interrupt | undefined {
  const body = engine.functions.get(name);
  if (body === undefined) return unsupported(`a call of ${name}, which the object does not have`);
  const depth = (state.frame?.depth ?? 0) + 1;
  if (depth >= mostFrames) return rejected(`calls are nested more than ${mostFrames} deep`);
  state.frame = {
    caller: state.frame,
    depth,
    body: state.body,
    call: state.instruction,
    saved: state.registers.slice(6, 11),
    iteration,
  };
  state.body = body;
  state.instruction = instruction;
  state.registers.fill(null);
  for (const [index, value] of parameters.entries()) state.registers[index + 1] = value;
  state.registers[10] = makeStack(state, name);
  return undefined;
}

/** Pointer to the end of a new stack frame; `outermost`: that of the event's function. */
export function makeStack(state: MachineState, name: string, outermost = false): Pointer {
  const shape = { kind: 'stack', name: `the stack of ${name}`, size: stackSize, writable: true } as const;
  const own = outermost ? ({ outermost } as const) : {};
  return new Pointer(state.addRegion({ ...shape, ...own, initial: () => null }), stackSize);
}

/** The exit instruction: back to the caller, to the helper that called back, or the end of the event. */
export function leave(engine: Engine, state: MachineState): Interrupt | Ended | undefined {
  const { frame } = state;
  if (frame === null) {
    const returned = register(state, 0);
    return isInterrupt(returned) ? returned : new Ended({ kind: 'returned' });
  }
  const returned = state.registers[0] ?? null;
  if (frame.iteration !== null) {
    const value = register(state, 0);
    if (isInterrupt(value)) return value;
    if (!(value instanceof Term)) return unsupported('a callback returns a pointer');
    const goesOn = engine.decide(state, engine.store.eq(value, engine.number(0)));
    if (isInterrupt(goesOn)) return goesOn;
    backTo(state, frame);
    // The helper's instruction runs again and finds out how far it is.
    if (goesOn) state.resumed = frame.iteration;
    else returnFrom(state, engine.number(frame.iteration.done));
    return undefined;
  }
  backTo(state, frame);
  state.registers[0] = returned;
  state.instruction++;
  return undefined;
}

function backTo(state: MachineState, frame: NonNullable<MachineState['frame']>): void {
  state.frame = frame.caller;
  state.body = frame.body;
  state.instruction = frame.call;
  state.registers.fill(null, 0, 6);
  for (const [index, value] of frame.saved.entries()) state.registers[index + 6] = value;
}
