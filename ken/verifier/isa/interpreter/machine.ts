import { KenError } from '../../../errors.ts';
import type { BpfFunction, BpfObject, Reference } from '../../elf/object.ts';
import type { Mark, OutputRecord } from '../interpreter.ts';
import type { Instruction, Operand } from '../instruction.ts';
import { changeByteOrder, compute, extendSign, holds, modify, negate } from './arithmetic.ts';
import type { Environment } from './environment.ts';
import { callHelper } from './call-helper.ts';
import { Memory } from './memory.ts';
import { fault, Stop, unsupported } from './stop.ts';

/** Bytes of each function's stack, and how deep calls may nest (MAX_BPF_STACK, MAX_CALL_FRAMES). */
const stackSize = 512;
const mostFrames = 8;

/** One run of one event: registers of the frames, memory, and what was seen. */
export class Machine {
  readonly outputs: OutputRecord[] = [];
  readonly marks: Mark[] = [];
  readonly environment: Environment;
  readonly memory: Memory;
  /** How often each numbered input was asked for. */
  readonly counts = new Map<string, number>();
  /** Records that were reserved in a ring buffer and not yet given back: address -> map. */
  readonly reserved = new Map<bigint, { map: string; bytes: Uint8Array }>();
  readonly contextAddress: bigint;
  instructions = 0;
  readonly #functions: ReadonlyMap<string, BpfFunction>;
  readonly #readOnly: ReadonlySet<string>;
  readonly #limit: number;
  /** By depth. A frame's address is the same each time, as on the kernel's own stack. */
  readonly #stacks: Uint8Array[] = [];
  readonly #frames: { function: string; instruction: number }[] = [];

  constructor(object: BpfObject, environment: Environment, limit: number) {
    this.environment = environment;
    this.memory = new Memory(environment);
    this.contextAddress = this.memory.add({ kind: 'context' });
    this.#functions = new Map(object.functions.map((each) => [each.name, each]));
    this.#readOnly = new Set(object.sections.filter(({ readOnly }) => readOnly).map(({ name }) => name));
    this.#limit = limit;
  }

  run(functionName: string): bigint {
    if (!this.#functions.has(functionName)) {
      throw new KenError('internal', `the object has no function ${JSON.stringify(functionName)}`);
    }
    return this.call(functionName, 0, [this.contextAddress]);
  }

  /** Where the run is, or was when it stopped. */
  place(): { function: string; instruction: number } {
    return this.#frames.at(-1) ?? { function: '', instruction: 0 };
  }

  /** Runs a function to its exit; callbacks and subprograms come here too. Gives r0. */
  call(name: string, start: number, parameters: readonly bigint[]): bigint {
    const callee = this.#functions.get(name) ?? unsupported(`a call of ${name}, which the object does not hold`);
    if (this.#frames.length === mostFrames) fault(`more than ${mostFrames} nested calls`);
    const stack = (this.#stacks[this.#frames.length] ??= new Uint8Array(stackSize)).fill(0);
    if (this.#frames.length === 0) this.#fillFromBefore(stack);
    const registers = Array.from({ length: 11 }, (_, index) => parameters[index - 1] ?? 0n);
    registers[10] = this.memory.addressOf(stack, 'the stack', true) + BigInt(stackSize);
    const frame = { function: name, instruction: start };
    this.#frames.push(frame);
    // A Stop leaves the frames as they are, so that the place is known.
    for (;;) {
      const instruction = callee.instructions[frame.instruction] ?? fault('the end of the function without an exit');
      if (++this.instructions > this.#limit) throw new Stop('limit', `${this.#limit} instructions`);
      if (instruction.kind === 'exit') break;
      const distance = this.#step(instruction, registers, callee.references.get(frame.instruction));
      frame.instruction += 1 + distance;
    }
    this.#frames.pop();
    return registers[0] ?? 0n;
  }

  /** Nothing clears the kernel's stack before an event. */
  #fillFromBefore(stack: Uint8Array): void {
    const { stackByte } = this.environment;
    if (stackByte) for (let at = 0; at < stackSize; at++) stack[at] = stackByte(at - stackSize);
  }

  mapOfAddress(address: bigint): ReturnType<Machine['mapNamed']> {
    const region = this.memory.find(address)?.region;
    return region?.kind === 'map'
      ? region.map
      : unsupported(`address 0x${address.toString(16)} where a map is expected`);
  }

  mapNamed(name: string) {
    return this.environment.maps.maps.get(name) ?? unsupported(`the map ${name} is not defined`);
  }

  /** The n-th answer to this question in the event. */
  count(input: string): number {
    const count = this.counts.get(input) ?? 0;
    this.counts.set(input, count + 1);
    return count;
  }

  /** Executes one instruction; gives the distance to jump, in slots from the next one. */
  #step(instruction: Instruction, registers: bigint[], reference: Reference | undefined): number {
    const get = (register: number): bigint => registers[register] ?? 0n;
    const operand = (value: Operand): bigint => (value.kind === 'register' ? get(value.register) : value.value);
    const at = (base: number, offset: number): bigint => BigInt.asUintN(64, get(base) + BigInt(offset));
    const { kind } = instruction;
    switch (kind) {
      case 'alu': {
        const { destination, operation, width, source } = instruction;
        registers[destination] = compute(operation, width, get(destination), operand(source));
        return 0;
      }
      case 'negate':
        registers[instruction.destination] = negate(instruction.width, get(instruction.destination));
        return 0;
      case 'move-sign-extend':
        registers[instruction.destination] = extendSign(instruction.from, instruction.width, get(instruction.source));
        return 0;
      case 'byte-order': {
        const { order, bits, destination } = instruction;
        registers[destination] = changeByteOrder(order, bits, get(destination));
        return 0;
      }
      case 'load': {
        const { size, signed, destination, base, offset } = instruction;
        const value = this.memory.load(at(base, offset), size);
        registers[destination] = signed ? extendSign(size * 8, 64, value) : value;
        return 0;
      }
      case 'store':
        this.memory.store(at(instruction.base, instruction.offset), instruction.size, operand(instruction.source));
        return 0;
      case 'atomic': {
        const { size, base, offset, source, fetch, operation } = instruction;
        const address = at(base, offset);
        const old = this.memory.load(address, size);
        const low = (register: number): bigint => BigInt.asUintN(size * 8, get(register));
        this.memory.store(address, size, modify(operation, old, low(source), low(0)));
        if (fetch) registers[operation === 'compare-exchange' ? 0 : source] = old;
        return 0;
      }
      case 'load-acquire':
        registers[instruction.destination] = this.memory.load(
          at(instruction.base, instruction.offset),
          instruction.size,
        );
        return 0;
      case 'store-release':
        this.memory.store(at(instruction.base, instruction.offset), instruction.size, get(instruction.source));
        return 0;
      case 'wide-load':
        registers[instruction.destination] = this.#wideValue(instruction, reference);
        return 1;
      case 'jump': {
        const { condition, width, left, right, offset } = instruction;
        return holds(condition, width, get(left), operand(right)) ? offset : 0;
      }
      case 'goto':
        return instruction.offset;
      case 'call-helper':
        registers[0] = callHelper(this, instruction.helper, registers.slice(1, 6));
        return 0;
      case 'call-local':
        if (reference?.kind !== 'function') return unsupported('a call of a function outside the object');
        registers[0] = this.call(reference.function, reference.instruction, registers.slice(1, 6));
        return 0;
      case 'call-kernel':
        return unsupported(`a call of kernel function ${instruction.typeId}`);
      case 'invalid':
        return unsupported(instruction.reason);
      case 'second-slot':
        return fault('a jump into a wide load');
      case 'exit':
        return 0;
      case 'call-register':
      case 'packet-load':
      case 'may-goto':
      case 'address-space-cast':
        return unsupported(`an instruction of kind ${kind}`);
    }
  }

  #wideValue(instruction: Instruction & { kind: 'wide-load' }, reference: Reference | undefined): bigint {
    switch (reference?.kind) {
      case undefined:
        return instruction.load === 'value'
          ? instruction.immediate
          : unsupported(`a wide load of a ${instruction.load}`);
      case 'map':
        return this.memory.addressOfMap(this.mapNamed(reference.map));
      case 'data': {
        const { section, offset } = reference;
        const bytes = this.environment.maps.globals.get(section) ?? unsupported(`data of the section ${section}`);
        return this.memory.addressOf(bytes, section, !this.#readOnly.has(section)) + BigInt(offset);
      }
      case 'function':
        return this.memory.addressOfFunction(reference.function, reference.instruction);
      case 'extern':
        return unsupported(`the external symbol ${reference.name}`);
    }
  }
}
