/**
 * A decoded eBPF instruction (RFC 9669, and the extensions of kernel/bpf/verifier.c up to 6.18). One entry per 8-byte
 * slot, so that indexes equal the kernel's; the second slot of a wide load is `second-slot`.
 *
 * Registers are numbers 0 to 10. Every `offset` of a jump or a local call counts slots from the next instruction: the
 * target of the instruction at index i is `i + 1 + offset`.
 */
export type Instruction =
  | { kind: 'alu'; width: Width; operation: AluOperation; destination: number; source: Operand }
  /** Two's complement; 32 bits clear the upper half. */
  | { kind: 'negate'; width: Width; destination: number }
  /** Copies the low `from` bits, signed, to `width` bits; a width of 32 clears the upper half. */
  | { kind: 'move-sign-extend'; width: Width; from: 8 | 16 | 32; destination: number; source: number }
  /** `little` and `big` convert between host (little endian) and that order, `swap` always swaps; all clear the bits above `bits`. */
  | { kind: 'byte-order'; order: 'little' | 'big' | 'swap'; bits: 16 | 32 | 64; destination: number }
  | { kind: 'load'; size: Size; signed: boolean; destination: number; base: number; offset: number }
  | { kind: 'store'; size: Size; base: number; offset: number; source: Operand }
  | {
      kind: 'atomic';
      operation: AtomicOperation;
      fetch: boolean;
      size: 4 | 8;
      base: number;
      offset: number;
      source: number;
    }
  | { kind: 'load-acquire'; size: Size; destination: number; base: number; offset: number }
  | { kind: 'store-release'; size: Size; base: number; offset: number; source: number }
  | { kind: 'wide-load'; destination: number; load: WideLoad; immediate: bigint }
  | { kind: 'second-slot' }
  | { kind: 'jump'; width: Width; condition: JumpCondition; left: number; right: Operand; offset: number }
  /** `far` is the 32-bit form (gotol). */
  | { kind: 'goto'; offset: number; far: boolean }
  | { kind: 'call-helper'; helper: number }
  | { kind: 'call-local'; offset: number }
  /** `module` indexes the array of BTF file descriptors, 0 is vmlinux. */
  | { kind: 'call-kernel'; typeId: number; module: number }
  | { kind: 'call-register'; register: number }
  | { kind: 'exit' }
  /** Legacy LD_ABS and LD_IND; not executed. */
  | { kind: 'packet-load'; mode: 'absolute'; size: 1 | 2 | 4; immediate: number }
  | { kind: 'packet-load'; mode: 'indirect'; size: 1 | 2 | 4; immediate: number; source: number }
  | { kind: 'may-goto'; offset: number }
  /** `immediate` holds the two address spaces. Not executed. */
  | { kind: 'address-space-cast'; destination: number; source: number; immediate: number }
  /** An encoding outside the instruction set, or one that relocation poisoned. Executing it is unsupported. */
  | { kind: 'invalid'; bytes: bigint; reason: string };

export type Width = 32 | 64;
/** Bytes of a memory access. */
export type Size = 1 | 2 | 4 | 8;

/** An immediate is the sign-extended 64-bit value of the 32-bit field, as a signed bigint. */
export type Operand = { kind: 'register'; register: number } | { kind: 'immediate'; value: bigint };

/** `divide` and `modulo` are unsigned. Division by 0 gives 0, modulo by 0 leaves the destination (32 bits: its low half, zero-extended). */
export type AluOperation =
  | 'add'
  | 'subtract'
  | 'multiply'
  | 'divide'
  | 'signed-divide'
  | 'modulo'
  | 'signed-modulo'
  | 'or'
  | 'and'
  | 'xor'
  | 'shift-left'
  | 'shift-right'
  | 'arithmetic-shift-right'
  | 'move';

/** `exchange` and `compare-exchange` always fetch; the latter compares with and loads into r0. */
export type AtomicOperation = 'add' | 'or' | 'and' | 'xor' | 'exchange' | 'compare-exchange';

/** The `s` conditions are signed; `set` is (left & right) != 0. */
export type JumpCondition = '==' | '!=' | '>' | '>=' | '<' | '<=' | 's>' | 's>=' | 's<' | 's<=' | 'set';

/** Source kinds of LD_IMM64 (BPF_PSEUDO_*). Before relocation the immediate is what the compiler left there. */
export type WideLoad =
  'value' | 'map-fd' | 'map-value' | 'kernel-variable' | 'function' | 'map-index' | 'map-value-index';
