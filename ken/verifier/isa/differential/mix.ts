import type {
  AluOperation,
  AtomicOperation,
  Instruction,
  JumpCondition,
  Operand,
  Size,
  Width,
} from '../instruction.ts';
import { arrayHelper, callSubprogram, hashHelper, readHelper } from './calls.ts';
import type { Random } from './random.ts';
import { add, constant, load, move, register, store, wide } from './shorthand.ts';

/** What the next instructions may use. */
export interface Scope {
  random: Random;
  /** Registers that hold numbers and may be written. */
  scalars: readonly number[];
  /** Initialised words below r10. */
  stackWords: number;
  /** Register that points to the memory of layout.ts, in the main function. */
  memory: number | null;
  /** Of nested branches and loops. */
  depth: number;
  /** Numbers of the subprograms that may be called. */
  callees: readonly number[];
}

/** A straight piece with its branches and loops closed. */
export function block(scope: Scope, pieces: number): Instruction[] {
  return Array.from({ length: pieces }, () => piece(scope)).flat();
}

function piece(scope: Scope): Instruction[] {
  const { random } = scope;
  const dice = random.below(100);
  if (dice < 38) return [arithmetic(scope)];
  if (dice < 43) return [byteOrder(scope)];
  if (dice < 47) return [signExtension(scope)];
  if (dice < 51) return wide(random.pick(scope.scalars), random.word());
  if (dice < 63) return [access(scope)];
  if (dice < 67) return variableAccess(scope);
  if (dice < 73) return [atomic(scope)];
  if (dice < 86) return branch(scope);
  if (dice < 89) return loop(scope);
  if (dice < 92) return callSubprogram(scope);
  if (dice < 96) return hashHelper(scope);
  if (dice < 98) return arrayHelper(scope);
  return readHelper(scope);
}

const operations: readonly AluOperation[] = [
  'add',
  'subtract',
  'multiply',
  'divide',
  'signed-divide',
  'modulo',
  'signed-modulo',
  'or',
  'and',
  'xor',
  'shift-left',
  'shift-right',
  'arithmetic-shift-right',
  'move',
];

function arithmetic({ random, scalars }: Scope): Instruction {
  const destination = random.pick(scalars);
  const width = random.pick<Width>([32, 64]);
  if (random.chance(6)) return { kind: 'negate', width, destination };
  const operation = random.pick(operations);
  if (random.chance(50)) {
    return { kind: 'alu', width, operation, destination, source: register(random.pick(scalars)) };
  }
  // The kernel refuses constants that divide by zero or shift too far.
  const value = operation.includes('shift') ? BigInt(random.below(width)) : random.immediate();
  const zero = value === 0n && /divide|modulo/.test(operation);
  return { kind: 'alu', width, operation, destination, source: constant(zero ? -1n : value) };
}

function byteOrder({ random, scalars }: Scope): Instruction {
  const order = random.pick<'little' | 'big' | 'swap'>(['little', 'big', 'swap']);
  return {
    kind: 'byte-order',
    order,
    bits: random.pick<16 | 32 | 64>([16, 32, 64]),
    destination: random.pick(scalars),
  };
}

function signExtension({ random, scalars }: Scope): Instruction {
  const width = random.pick<Width>([32, 64]);
  const from = random.pick<8 | 16 | 32>(width === 64 ? [8, 16, 32] : [8, 16]);
  return { kind: 'move-sign-extend', width, from, destination: random.pick(scalars), source: random.pick(scalars) };
}

const sizes: readonly Size[] = [1, 2, 4, 8];

/** A load or store; on the stack aligned, as the kernel demands. */
function access(scope: Scope): Instruction {
  const { random, scalars } = scope;
  const size = random.pick(sizes);
  const { base, offset } = place(scope, size, scope.memory !== null && random.chance(50) ? 1 : size);
  if (random.chance(50)) return load(size, random.pick(scalars), base, offset, size < 8 && random.chance(40));
  const source = random.chance(30) ? constant(random.immediate()) : register(random.pick(scalars));
  return store(size, base, offset, source);
}

/** Aligned only when it may be the stack; memory of a map allows any offset for plain accesses. */
function place(scope: Scope, size: number, alignment: number): { base: number; offset: number } {
  const { random, memory, stackWords } = scope;
  if (memory !== null && (alignment === 1 || random.chance(40))) {
    return { base: memory, offset: random.below(Math.floor((128 - size) / alignment) + 1) * alignment };
  }
  return { base: 10, offset: -size * random.between(1, Math.floor((stackWords * 8) / size)) };
}

/** Memory at an offset that only the run knows, masked so that the verifier can bound it. */
function variableAccess(scope: Scope): Instruction[] {
  const { random, scalars, memory } = scope;
  if (memory === null) return [access(scope)];
  const pointer = random.pick(scalars);
  const value = random.pick(scalars.filter((scalar) => scalar !== pointer));
  const size = random.pick(sizes);
  const address: Instruction[] = [
    { kind: 'alu', width: 64, operation: 'and', destination: pointer, source: constant(63) },
    { kind: 'alu', width: 64, operation: 'add', destination: pointer, source: register(memory) },
  ];
  const offset = random.below(128 - 64 - size);
  if (random.chance(50)) {
    return [...address, load(size, pointer, pointer, offset, size < 8 && random.chance(40))];
  }
  return [...address, store(size, pointer, offset, register(value)), move(pointer, constant(random.immediate()))];
}

const atomicOperations: readonly AtomicOperation[] = ['add', 'or', 'and', 'xor', 'exchange', 'compare-exchange'];

function atomic(scope: Scope): Instruction {
  const { random, scalars } = scope;
  const size = random.pick<4 | 8>([4, 8]);
  const operation = random.pick(atomicOperations);
  const fetch = operation === 'exchange' || operation === 'compare-exchange' || random.chance(50);
  return { kind: 'atomic', operation, fetch, size, ...place(scope, size, size), source: random.pick(scalars) };
}

const conditions: readonly JumpCondition[] = ['==', '!=', '>', '>=', '<', '<=', 's>', 's>=', 's<', 's<=', 'set'];

function branch(scope: Scope): Instruction[] {
  const { random, scalars } = scope;
  if (scope.depth > 2) return [arithmetic(scope)];
  const inner = { ...scope, depth: scope.depth + 1 };
  const then = block(inner, random.between(1, 4));
  const otherwise = random.chance(40) ? block(inner, random.between(1, 3)) : [];
  const over: Instruction[] =
    otherwise.length > 0 ? [{ kind: 'goto', offset: otherwise.length, far: random.chance(50) }] : [];
  const right: Operand = random.chance(50) ? register(random.pick(scalars)) : constant(random.immediate());
  const jump: Instruction = {
    kind: 'jump',
    width: random.pick<Width>([32, 64]),
    condition: random.pick(conditions),
    left: random.pick(scalars),
    right,
    offset: then.length + over.length,
  };
  return [jump, ...then, ...over, ...otherwise];
}

/** A counted loop; the counter is a register that calls preserve and that the body leaves alone. */
function loop(scope: Scope): Instruction[] {
  const { random } = scope;
  const counters = scope.scalars.filter((scalar) => scalar >= 6);
  if (scope.depth > 0 || counters.length === 0) return [arithmetic(scope)];
  const counter = random.pick(counters);
  const scalars = scope.scalars.filter((scalar) => scalar !== counter);
  const body = block({ ...scope, scalars, depth: 2 }, random.between(1, 4));
  const back: Instruction = {
    kind: 'jump',
    width: 64,
    condition: '!=',
    left: counter,
    right: constant(0),
    offset: -(body.length + 2),
  };
  return [move(counter, constant(random.between(1, 5))), ...body, add(counter, -1), back];
}
