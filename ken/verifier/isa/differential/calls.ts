import type { Instruction } from '../instruction.ts';
import { layout } from './layout.ts';
import type { Scope } from './mix.ts';
import { add, call, constant, load, mapPointer, move, register, store } from './shorthand.ts';

const lookupElement = 1;
const updateElement = 2;
const deleteElement = 3;
const probeReadKernel = 113;
const probeReadKernelString = 115;

/** Calls a function of the program with what r1 to r5 hold; r0 is its result. */
export function callSubprogram(scope: Scope): Instruction[] {
  if (scope.callees.length === 0) return [move(scope.random.pick(scope.scalars), constant(scope.random.immediate()))];
  return callNumbered(scope, scope.random.pick(scope.callees));
}

export function callNumbered(scope: Scope, callee: number): Instruction[] {
  return [{ kind: 'call-local', offset: callee }, ...refill(scope)];
}

/** Looks up, updates or deletes an entry of the hash map. */
export function hashHelper(scope: Scope): Instruction[] {
  const { random } = scope;
  const key: Instruction[] = [
    move(1, register(scope.random.pick(scope.scalars))),
    { kind: 'alu', width: 64, operation: 'and', destination: 1, source: constant(layout.hashKeys - 1) },
    store(8, 10, scratchOffset(scope), register(1)),
    ...pointers(scope, 1),
  ];
  const kind = random.below(4);
  if (kind === 0) return [...key, call(deleteElement), ...refill(scope)];
  if (kind === 1) return [...key, call(lookupElement), ...useValue(scope), ...refill(scope)];
  // The value is a word of the stack; flags are BPF_ANY, BPF_NOEXIST, BPF_EXIST.
  const value = [move(3, register(10)), add(3, -8 * random.between(1, scope.stackWords))];
  return [...key, ...value, move(4, constant(random.below(3))), call(updateElement), ...refill(scope)];
}

/** Looks up an index of the array map, which may be out of range. */
export function arrayHelper(scope: Scope): Instruction[] {
  return [
    move(1, register(scope.random.pick(scope.scalars))),
    { kind: 'alu', width: 64, operation: 'and', destination: 1, source: constant(layout.arrayLength * 2 - 1) },
    store(8, 10, scratchOffset(scope), register(1)),
    ...pointers(scope, 2),
    call(lookupElement),
    ...useValue(scope),
    ...refill(scope),
  ];
}

/** Copies bytes or a string of the memory to the stack. */
export function readHelper(scope: Scope): Instruction[] {
  const { random, memory } = scope;
  if (memory === null) return hashHelper(scope);
  const size = random.between(1, 24);
  return [
    move(1, register(10)),
    add(1, -8 * random.between(3, scope.stackWords)),
    move(2, constant(size)),
    move(3, register(memory)),
    add(3, random.below(layout.memory - size)),
    call(random.pick([probeReadKernel, probeReadKernelString])),
    ...refill(scope),
  ];
}

/** Behind the words that the program may use freely. */
function scratchOffset(scope: Scope): number {
  return -8 * (scope.stackWords + 1);
}

function pointers(scope: Scope, map: number): Instruction[] {
  return [...mapPointer(1, map), move(2, register(10)), add(2, scratchOffset(scope))];
}

/** r0 is NULL or a pointer to 8 bytes; afterwards it is a number. */
function useValue({ random, scalars }: Scope): Instruction[] {
  const preserved = scalars.filter((scalar) => scalar >= 6);
  const source = random.pick(preserved);
  const use: Instruction[] = random.chance(50)
    ? [{ kind: 'atomic', operation: 'add', fetch: random.chance(50), size: 8, base: 0, offset: 0, source }]
    : [store(4, 0, 4, register(source))];
  const body = [...use, load(8, 0, 0, 0)];
  return [{ kind: 'jump', width: 64, condition: '==', left: 0, right: constant(0), offset: body.length }, ...body];
}

/** r1 to r5 cannot be read after a call. */
function refill({ random, stackWords }: Scope): Instruction[] {
  return [1, 2, 3, 4, 5].map((number) => load(8, number, 10, -8 * random.between(1, stackWords)));
}
