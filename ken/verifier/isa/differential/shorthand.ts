import type { Instruction, Operand, Size } from '../instruction.ts';

/** Short constructors for the generator. */
export function register(number: number): Operand {
  return { kind: 'register', register: number };
}

export function constant(value: bigint | number): Operand {
  return { kind: 'immediate', value: BigInt(value) };
}

export function move(destination: number, source: Operand): Instruction {
  return { kind: 'alu', width: 64, operation: 'move', destination, source };
}

export function add(destination: number, value: number): Instruction {
  return { kind: 'alu', width: 64, operation: 'add', destination, source: constant(value) };
}

export function load(size: Size, destination: number, base: number, offset: number, signed = false): Instruction {
  return { kind: 'load', size, signed, destination, base, offset };
}

export function store(size: Size, base: number, offset: number, source: Operand): Instruction {
  return { kind: 'store', size, base, offset, source };
}

export function call(helper: number): Instruction {
  return { kind: 'call-helper', helper };
}

/** `map` is the number in layout.ts; the runner puts the file descriptor in its place. */
export function mapPointer(destination: number, map: number): Instruction[] {
  return [{ kind: 'wide-load', destination, load: 'map-fd', immediate: BigInt(map) }, { kind: 'second-slot' }];
}

export function wide(destination: number, value: bigint): Instruction[] {
  return [{ kind: 'wide-load', destination, load: 'value', immediate: value }, { kind: 'second-slot' }];
}
