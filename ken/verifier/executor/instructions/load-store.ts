import type { Instruction, Size } from '../../isa/instruction.ts';
import { Term } from '../../terms/term.ts';
import type { Engine } from '../engine.ts';
import { type Interrupt, isInterrupt, rejected, unsupported } from '../interrupt.ts';
import { bytesOf, readOutside } from '../memory/kernel-memory.ts';
import { readMemory } from '../memory/read-bytes.ts';
import { writeMemory } from '../memory/write-bytes.ts';
import { operand, register } from '../registers.ts';
import type { MachineState } from '../state/machine-state.ts';
import { Pointer, type Value } from '../state/value.ts';

type Load = Extract<Instruction, { kind: 'load' }> | Extract<Instruction, { kind: 'load-acquire' }>;
type Store = Extract<Instruction, { kind: 'store' }> | Extract<Instruction, { kind: 'store-release' }>;

export function executeLoad(engine: Engine, state: MachineState, load: Load): Interrupt | undefined {
  const { store } = engine;
  const value = loadFrom(engine, state, load.base, load.offset, load.size);
  if (isInterrupt(value)) return value;
  const signed = load.kind === 'load' && load.signed;
  if (value instanceof Term) {
    state.registers[load.destination] = signed ? store.signExtend(value, 64) : store.zeroExtend(value, 64);
  } else {
    if (signed) return unsupported('a pointer is sign-extended');
    state.registers[load.destination] = value;
  }
  state.instruction++;
  return undefined;
}

export function executeStore(engine: Engine, state: MachineState, store: Store): Interrupt | undefined {
  const value = store.kind === 'store' ? operand(engine, state, store.source) : register(state, store.source);
  if (isInterrupt(value)) return value;
  const result = storeTo(engine, state, store.base, store.offset, store.size, value);
  if (result !== undefined) return result;
  state.instruction++;
  return undefined;
}

/** The bytes at a register's address: a number of `size` bytes, or a pointer. */
export function loadFrom(
  engine: Engine,
  state: MachineState,
  base: number,
  offset: number,
  size: Size,
): Value | Interrupt {
  const address = register(state, base);
  if (isInterrupt(address)) return address;
  if (address instanceof Pointer) {
    return readMemory(engine, state, address.moved(address.offset + offset, address.symbolic), size);
  }
  if (!(address instanceof Term)) return unsupported('a load from a map or a function');
  const null_ = nullAccess(engine, state, address);
  if (null_ !== null) return null_;
  if (!state.readsKernelDirectly) return rejected("a load from an address that is not the program's memory");
  const target = engine.store.add(address, engine.number(offset));
  return bytesOf(engine, readOutside(engine, state, 'kernel', target, size, false), size);
}

export function storeTo(
  engine: Engine,
  state: MachineState,
  base: number,
  offset: number,
  size: Size,
  value: Value,
): Interrupt | undefined {
  const address = register(state, base);
  if (isInterrupt(address)) return address;
  if (address instanceof Pointer) {
    const part = value instanceof Term ? engine.store.extract(size * 8 - 1, 0, value) : value;
    return writeMemory(engine, state, address.moved(address.offset + offset, address.symbolic), size, part);
  }
  if (!(address instanceof Term)) return unsupported('a store to a map or a function');
  return nullAccess(engine, state, address) ?? unsupported('a store to kernel memory');
}

/** The end of a path that uses NULL as an address. */
function nullAccess(engine: Engine, state: MachineState, address: Term): Interrupt | null {
  if (address.op !== 'constant' || address.value >= 4096n) return null;
  const kind = state.sawNull ? 'unchecked-map-value' : 'null-read';
  const message = state.sawNull ? 'the result of a lookup is used where it is NULL' : 'NULL is used as an address';
  engine.report(state, kind, message, engine.store.true);
  return rejected(message);
}
