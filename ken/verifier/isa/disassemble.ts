import type { AluOperation, AtomicOperation, Instruction, Operand } from './instruction.ts';

/** One instruction as text, in the spelling of the kernel's verifier log where it has one. */
export function disassemble(instruction: Instruction): string {
  const { kind } = instruction;
  switch (kind) {
    case 'alu': {
      const { operation, width, destination, source } = instruction;
      return `${register(destination, width)} ${aluSymbols[operation]} ${operand(source, width)}`;
    }
    case 'negate':
      return `${register(instruction.destination, instruction.width)} = -${register(instruction.destination, instruction.width)}`;
    case 'move-sign-extend': {
      const { width, destination, from, source } = instruction;
      return `${register(destination, width)} = (s${from})${register(source, width)}`;
    }
    case 'byte-order': {
      const { order, bits, destination } = instruction;
      const name = { little: 'le', big: 'be', swap: 'bswap' }[order];
      return `r${destination} = ${name}${bits} r${destination}`;
    }
    case 'load': {
      const { size, signed, destination, base, offset } = instruction;
      return `r${destination} = ${memory(size, base, offset, signed)}`;
    }
    case 'store':
      return `${memory(instruction.size, instruction.base, instruction.offset)} = ${operand(instruction.source, 64)}`;
    case 'atomic':
      return atomic(instruction.operation, instruction.fetch, instruction);
    case 'load-acquire': {
      const { size, destination, base, offset } = instruction;
      return `r${destination} = load_acquire(${place(size, base, offset)})`;
    }
    case 'store-release': {
      const { size, base, offset, source } = instruction;
      return `store_release(${place(size, base, offset)}, r${source})`;
    }
    case 'wide-load': {
      const { destination, load, immediate } = instruction;
      return `r${destination} = 0x${immediate.toString(16)}${load === 'value' ? '' : ` (${load})`}`;
    }
    case 'second-slot':
      return '';
    case 'jump': {
      const { left, width, condition, right, offset } = instruction;
      const symbol = condition === 'set' ? '&' : condition;
      return `if ${register(left, width)} ${symbol} ${operand(right, width)} goto ${signed(offset)}`;
    }
    case 'goto':
      return `${instruction.far ? 'gotol' : 'goto'} ${signed(instruction.offset)}`;
    case 'call-helper':
      return `call helper#${instruction.helper}`;
    case 'call-local':
      return `call pc${signed(instruction.offset)}`;
    case 'call-kernel':
      return `call kfunc#${instruction.typeId}${instruction.module === 0 ? '' : ` of module ${instruction.module}`}`;
    case 'call-register':
      return `callx r${instruction.register}`;
    case 'exit':
      return 'exit';
    case 'packet-load': {
      const base = instruction.mode === 'indirect' ? `r${instruction.source} ` : '';
      return `r0 = *(u${instruction.size * 8} *)skb[${base}${signed(instruction.immediate)}]`;
    }
    case 'may-goto':
      return `may_goto ${signed(instruction.offset)}`;
    case 'address-space-cast': {
      const { destination, source, immediate } = instruction;
      return `r${destination} = addr_space_cast(r${source}, ${immediate >>> 16}, ${immediate & 0xffff})`;
    }
    case 'invalid':
      return `invalid 0x${instruction.bytes.toString(16).padStart(16, '0')} (${instruction.reason})`;
  }
}

const aluSymbols: Record<AluOperation, string> = {
  add: '+=',
  subtract: '-=',
  multiply: '*=',
  divide: '/=',
  'signed-divide': 's/=',
  modulo: '%=',
  'signed-modulo': 's%=',
  or: '|=',
  and: '&=',
  xor: '^=',
  'shift-left': '<<=',
  'shift-right': '>>=',
  'arithmetic-shift-right': 's>>=',
  move: '=',
};

const atomicSymbols: Record<AtomicOperation, string> = {
  add: 'add',
  or: 'or',
  and: 'and',
  xor: 'xor',
  exchange: 'xchg',
  'compare-exchange': 'cmpxchg',
};

function atomic(
  operation: AtomicOperation,
  fetch: boolean,
  { size, base, offset, source }: { size: number; base: number; offset: number; source: number },
): string {
  const where = place(size, base, offset);
  if (operation === 'compare-exchange') return `r0 = atomic_cmpxchg(${where}, r0, r${source})`;
  const name = operation === 'exchange' ? 'xchg' : `${fetch ? 'fetch_' : ''}${atomicSymbols[operation]}`;
  return `${fetch ? `r${source} = ` : ''}atomic_${name}(${where}, r${source})`;
}

function register(number: number, width: 32 | 64): string {
  return `${width === 64 ? 'r' : 'w'}${number}`;
}

function operand(value: Operand, width: 32 | 64): string {
  return value.kind === 'register' ? register(value.register, width) : value.value.toString();
}

function memory(size: number, base: number, offset: number, isSigned = false): string {
  return `*(${isSigned ? 's' : 'u'}${size * 8} *)(r${base} ${signed(offset)})`;
}

function place(size: number, base: number, offset: number): string {
  return `(u${size * 8} *)(r${base} ${signed(offset)})`;
}

function signed(value: number): string {
  return value < 0 ? String(value) : `+${value}`;
}
