import type { AluOperation, Instruction, Width } from '../../isa/instruction.ts';
import { Term } from '../../terms/term.ts';
import type { Engine } from '../engine.ts';
import { type Interrupt, isInterrupt, rejected, unsupported } from '../interrupt.ts';
import { operand, register } from '../registers.ts';
import type { MachineState } from '../state/machine-state.ts';
import { Pointer, type Value } from '../state/value.ts';

type Alu = Extract<Instruction, { kind: 'alu' | 'negate' | 'move-sign-extend' | 'byte-order' }>;

/** Pointers further away are refused by the kernel (BPF_MAX_VAR_OFF). */
const farthest = 1 << 29;

/** Arithmetic of RFC 9669, section 4.1 and 4.2. */
export function executeAlu(engine: Engine, state: MachineState, instruction: Alu): Interrupt | undefined {
  const result = resultOf(engine, state, instruction);
  if (isInterrupt(result)) return result;
  state.registers[instruction.destination] = result;
  state.instruction++;
  return undefined;
}

function resultOf(engine: Engine, state: MachineState, instruction: Alu): Value | Interrupt {
  const { store } = engine;
  switch (instruction.kind) {
    case 'alu':
      return binary(engine, state, instruction);
    case 'negate': {
      const value = number(register(state, instruction.destination), 'negated');
      return isInterrupt(value) ? value : widened(engine, store.neg(low(engine, value, instruction.width)));
    }
    case 'move-sign-extend': {
      const value = number(register(state, instruction.source), 'sign-extended');
      if (isInterrupt(value)) return value;
      return widened(engine, store.signExtend(store.extract(instruction.from - 1, 0, value), instruction.width));
    }
    case 'byte-order': {
      const value = number(register(state, instruction.destination), 'byte-swapped');
      if (isInterrupt(value)) return value;
      const part = store.extract(instruction.bits - 1, 0, value);
      return widened(engine, instruction.order === 'little' ? part : store.byteSwap(part));
    }
  }
}

function binary(
  engine: Engine,
  state: MachineState,
  { width, operation, destination, source }: Alu & { kind: 'alu' },
): Value | Interrupt {
  const right = operand(engine, state, source);
  if (isInterrupt(right)) return right;
  if (operation === 'move') {
    if (width === 64) return right;
    return right instanceof Term ? widened(engine, low(engine, right, 32)) : unsupported('a pointer is cut to 32 bits');
  }
  const left = register(state, destination);
  if (isInterrupt(left)) return left;
  if (left instanceof Term && right instanceof Term) {
    return widened(engine, compute(engine, state, operation, low(engine, left, width), low(engine, right, width)));
  }
  return width === 64
    ? pointerArithmetic(engine, operation, left, right)
    : unsupported('32-bit arithmetic on a pointer');
}

/** One operation on two numbers of the same width. Shift amounts are masked; what is undefined in C is reported. */
export function compute(engine: Engine, state: MachineState, operation: AluOperation, left: Term, right: Term): Term {
  const { store } = engine;
  const { width } = left;
  switch (operation) {
    case 'move':
      return right;
    case 'add':
      return store.add(left, right);
    case 'subtract':
      return store.sub(left, right);
    case 'multiply':
      return store.mul(left, right);
    case 'or':
      return store.or(left, right);
    case 'and':
      return store.and(left, right);
    case 'xor':
      return store.xor(left, right);
    case 'divide':
    case 'signed-divide':
    case 'modulo':
    case 'signed-modulo': {
      const zero = store.eq(right, store.constant(0, width));
      engine.report(state, 'division-by-zero', 'the divisor may be 0; eBPF gives 0 (modulo: the dividend)', zero);
      if (operation === 'divide') return store.udiv(left, right);
      if (operation === 'modulo') return store.urem(left, right);
      return operation === 'signed-divide' ? store.sdiv(left, right) : store.srem(left, right);
    }
    case 'shift-left':
    case 'shift-right':
    case 'arithmetic-shift-right': {
      const oversized = store.not(store.ult(right, store.constant(width, width)));
      engine.report(state, 'oversized-shift', `the shift amount may be ${width} or more; eBPF masks it`, oversized);
      const amount = store.and(right, store.constant(width - 1, width));
      if (operation === 'shift-left') return store.shl(left, amount);
      return operation === 'shift-right' ? store.lshr(left, amount) : store.ashr(left, amount);
    }
  }
}

function pointerArithmetic(engine: Engine, operation: AluOperation, left: Value, right: Value): Value | Interrupt {
  const { store } = engine;
  if (operation === 'add' && left instanceof Pointer && right instanceof Term) return moved(engine, left, right);
  if (operation === 'add' && right instanceof Pointer && left instanceof Term) return moved(engine, right, left);
  if (operation === 'subtract' && left instanceof Pointer && right instanceof Term) {
    return moved(engine, left, store.neg(right));
  }
  if (operation === 'subtract' && left instanceof Pointer && right instanceof Pointer && left.region === right.region) {
    return store.sub(distance(engine, left), distance(engine, right));
  }
  return unsupported(`${operation} on a pointer`);
}

/** Bytes from the start of the pointer's region, 64 bits. */
export function distance(engine: Engine, { offset, symbolic }: Pointer): Term {
  const known = engine.number(offset);
  return symbolic === null ? known : engine.store.add(symbolic, known);
}

function moved(engine: Engine, pointer: Pointer, by: Term): Value | Interrupt {
  if (by.op !== 'constant') {
    const symbolic = pointer.symbolic === null ? by : engine.store.add(pointer.symbolic, by);
    if (symbolic.op !== 'constant') return pointer.moved(pointer.offset, symbolic);
    return moved(engine, pointer.moved(pointer.offset, null), symbolic);
  }
  const offset = pointer.offset + Number(BigInt.asIntN(64, by.value));
  return Math.abs(offset) < farthest
    ? pointer.moved(offset, pointer.symbolic)
    : rejected('a pointer is moved too far from its memory');
}

function number(value: Value | Interrupt, what: string): Term | Interrupt {
  return value instanceof Term || isInterrupt(value) ? value : unsupported(`a pointer is ${what}`);
}

const low = ({ store }: Engine, term: Term, width: Width): Term => (width === 64 ? term : store.extract(31, 0, term));
const widened = ({ store }: Engine, term: Term): Term => store.zeroExtend(term, 64);
