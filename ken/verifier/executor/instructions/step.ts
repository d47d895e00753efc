import type { Engine } from '../engine.ts';
import { type Ended, type Interrupt, rejected, unsupported } from '../interrupt.ts';
import { callHelper } from '../calls/call-helper.ts';
import { callKernelFunction } from '../calls/kernel-function.ts';
import { FunctionHandle, MapHandle } from '../state/value.ts';
import type { MachineState } from '../state/machine-state.ts';
import { externValue } from '../memory/externs.ts';
import { globalPointer } from '../memory/globals.ts';
import { executeAlu } from './alu.ts';
import { executeAtomic } from './atomic.ts';
import { callLocal, leave } from './frames.ts';
import { executeJump, jumpBy } from './jump.ts';
import { executeLoad, executeStore } from './load-store.ts';
import type { Instruction } from '../../isa/instruction.ts';

/** Executes one instruction. An interrupt means that it had no effect (apart from findings). */
export function step(engine: Engine, state: MachineState): Interrupt | Ended | undefined {
  const instruction = state.body.instructions[state.instruction];
  if (instruction === undefined) return rejected('the program runs over its end');
  switch (instruction.kind) {
    case 'alu':
    case 'negate':
    case 'move-sign-extend':
    case 'byte-order':
      return executeAlu(engine, state, instruction);
    case 'load':
    case 'load-acquire':
      return executeLoad(engine, state, instruction);
    case 'store':
    case 'store-release':
      return executeStore(engine, state, instruction);
    case 'atomic':
      return executeAtomic(engine, state, instruction);
    case 'wide-load':
      return wideLoad(engine, state, instruction);
    case 'jump':
      return executeJump(engine, state, instruction);
    case 'goto':
      return jumpBy(engine, state, instruction.offset);
    case 'call-helper':
      return callHelper(engine, state, instruction.helper);
    case 'call-local':
      return callLocal(engine, state, instruction.offset);
    case 'call-kernel':
      return callKernelFunction(engine, state, instruction.typeId);
    case 'exit':
      return leave(engine, state);
    case 'second-slot':
      return rejected('a jump into the second half of a wide load');
    case 'call-register':
      return unsupported('a call through a register');
    case 'packet-load':
      return unsupported('a legacy packet load (LD_ABS, LD_IND)');
    case 'may-goto':
      return unsupported('may_goto');
    case 'address-space-cast':
      return unsupported('an address space cast');
    case 'invalid':
      return unsupported(`an invalid instruction: ${instruction.reason}`);
  }
}

function wideLoad(
  engine: Engine,
  state: MachineState,
  { destination, load, immediate }: Instruction & { kind: 'wide-load' },
): Interrupt | undefined {
  const reference = state.body.references.get(state.instruction);
  if (reference === undefined) {
    if (load !== 'value') return unsupported(`a wide load of a ${load} that refers to nothing`);
    state.registers[destination] = engine.number(immediate);
  } else if (reference.kind === 'map') {
    const map = engine.program.object.maps.get(reference.map);
    if (map === undefined) return unsupported(`the map ${reference.map}, which has no definition`);
    state.registers[destination] = new MapHandle(map);
  } else if (reference.kind === 'function') {
    state.registers[destination] = new FunctionHandle(reference.function, reference.instruction);
  } else if (reference.kind === 'data') {
    const pointer = globalPointer(engine, state, reference.section, reference.offset);
    if ('reason' in pointer) return pointer;
    state.registers[destination] = pointer;
  } else {
    state.registers[destination] = externValue(engine, state, reference.name);
  }
  state.instruction += 2;
  return undefined;
}
