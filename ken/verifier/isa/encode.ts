import type {
  AluOperation,
  AtomicOperation,
  Instruction,
  JumpCondition,
  Operand,
  Size,
  WideLoad,
} from './instruction.ts';

/**
 * The 8 bytes of an instruction, 16 for a wide load, none for a second slot, which the wide load before it holds. Gives back
 * what `decode` read.
 */
export function encode(instruction: Instruction): Uint8Array {
  const { kind } = instruction;
  switch (kind) {
    case 'alu': {
      const [code, offset] = aluCodes[instruction.operation];
      return operation(code | classOf(instruction.width), instruction.destination, instruction.source, offset);
    }
    case 'negate':
      return slot({ opcode: 0x80 | classOf(instruction.width), destination: instruction.destination });
    case 'move-sign-extend': {
      const { width, destination, source, from } = instruction;
      return slot({ opcode: 0xb8 | classOf(width), destination, source, offset: from });
    }
    case 'byte-order': {
      const opcode = { little: 0xd4, big: 0xdc, swap: 0xd7 }[instruction.order];
      return slot({ opcode, destination: instruction.destination, immediate: instruction.bits });
    }
    case 'load': {
      const { size, signed, destination, base, offset } = instruction;
      return slot({ opcode: (signed ? 0x81 : 0x61) | sizeCodes[size], destination, source: base, offset });
    }
    case 'store': {
      const { size, base, offset, source } = instruction;
      const opcode = (source.kind === 'register' ? 0x63 : 0x62) | sizeCodes[size];
      return slot({ opcode, destination: base, offset, ...operandFields(source) });
    }
    case 'atomic': {
      const { size, base, offset, source, operation: atomic, fetch } = instruction;
      const immediate = atomicCodes[atomic] | (fetch ? 1 : 0);
      return slot({ opcode: 0xc3 | sizeCodes[size], destination: base, source, offset, immediate });
    }
    case 'load-acquire': {
      const { size, destination, base, offset } = instruction;
      return slot({ opcode: 0xc3 | sizeCodes[size], destination, source: base, offset, immediate: 0x100 });
    }
    case 'store-release': {
      const { size, base, offset, source } = instruction;
      return slot({ opcode: 0xc3 | sizeCodes[size], destination: base, source, offset, immediate: 0x110 });
    }
    case 'wide-load': {
      const { destination, load, immediate } = instruction;
      const low = slot({ opcode: 0x18, destination, source: wideCodes[load], immediate: toInt32(immediate) });
      return Uint8Array.of(...low, ...slot({ opcode: 0, immediate: toInt32(immediate >> 32n) }));
    }
    case 'second-slot':
      return new Uint8Array(0);
    case 'jump': {
      const { condition, width, left, right, offset } = instruction;
      return operation(jumpCodes[condition] | (width === 64 ? 5 : 6), left, right, offset);
    }
    case 'goto':
      if (instruction.far) return slot({ opcode: 0x06, immediate: instruction.offset });
      return slot({ opcode: 0x05, offset: instruction.offset });
    case 'call-helper':
      return slot({ opcode: 0x85, immediate: instruction.helper });
    case 'call-local':
      return slot({ opcode: 0x85, source: 1, immediate: instruction.offset });
    case 'call-kernel':
      return slot({ opcode: 0x85, source: 2, offset: instruction.module, immediate: instruction.typeId });
    case 'call-register':
      return slot({ opcode: 0x8d, destination: instruction.register });
    case 'exit':
      return slot({ opcode: 0x95 });
    case 'packet-load': {
      const { mode, size, immediate } = instruction;
      const source = mode === 'indirect' ? instruction.source : 0;
      return slot({ opcode: (mode === 'absolute' ? 0x20 : 0x40) | sizeCodes[size], source, immediate });
    }
    case 'may-goto':
      return slot({ opcode: 0xe5, offset: instruction.offset });
    case 'address-space-cast': {
      const { destination, source, immediate } = instruction;
      return slot({ opcode: 0xbf, destination, source, offset: 1, immediate });
    }
    case 'invalid': {
      const bytes = new Uint8Array(8);
      new DataView(bytes.buffer).setBigUint64(0, instruction.bytes, true);
      return bytes;
    }
  }
}

/** Opcode bits, and the offset that chooses the signed form. */
const aluCodes: Record<AluOperation, readonly [number, number]> = {
  add: [0x00, 0],
  subtract: [0x10, 0],
  multiply: [0x20, 0],
  divide: [0x30, 0],
  'signed-divide': [0x30, 1],
  or: [0x40, 0],
  and: [0x50, 0],
  'shift-left': [0x60, 0],
  'shift-right': [0x70, 0],
  modulo: [0x90, 0],
  'signed-modulo': [0x90, 1],
  xor: [0xa0, 0],
  move: [0xb0, 0],
  'arithmetic-shift-right': [0xc0, 0],
};

const jumpCodes: Record<JumpCondition, number> = {
  '==': 0x10,
  '>': 0x20,
  '>=': 0x30,
  set: 0x40,
  '!=': 0x50,
  's>': 0x60,
  's>=': 0x70,
  '<': 0xa0,
  '<=': 0xb0,
  's<': 0xc0,
  's<=': 0xd0,
};

const atomicCodes: Record<AtomicOperation, number> = {
  add: 0x00,
  or: 0x40,
  and: 0x50,
  xor: 0xa0,
  exchange: 0xe0,
  'compare-exchange': 0xf0,
};

const wideCodes: Record<WideLoad, number> = {
  value: 0,
  'map-fd': 1,
  'map-value': 2,
  'kernel-variable': 3,
  function: 4,
  'map-index': 5,
  'map-value-index': 6,
};

const sizeCodes: Record<Size, number> = { 1: 0x10, 2: 0x08, 4: 0x00, 8: 0x18 };

function classOf(width: 32 | 64): number {
  return width === 64 ? 7 : 4;
}

function operation(opcode: number, destination: number, source: Operand, offset: number): Uint8Array {
  const register = source.kind === 'register' ? 8 : 0;
  return slot({ opcode: opcode | register, destination, offset, ...operandFields(source) });
}

function operandFields(operand: Operand): { source?: number; immediate?: number } {
  return operand.kind === 'register' ? { source: operand.register } : { immediate: Number(operand.value) };
}

interface Fields {
  opcode: number;
  destination?: number;
  source?: number;
  offset?: number;
  immediate?: number;
}

function slot({ opcode, destination = 0, source = 0, offset = 0, immediate = 0 }: Fields): Uint8Array {
  const bytes = new Uint8Array(8);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, opcode);
  view.setUint8(1, destination | (source << 4));
  view.setInt16(2, offset, true);
  view.setInt32(4, immediate, true);
  return bytes;
}

function toInt32(value: bigint): number {
  return Number(BigInt.asIntN(32, value));
}
