import { callNumbered } from './calls.ts';
import { encode } from '../encode.ts';
import type { Instruction } from '../instruction.ts';
import { layout } from './layout.ts';
import { block, type Scope } from './mix.ts';
import { Random } from './random.ts';
import { add, call, constant, load, mapPointer, move, register, store } from './shorthand.ts';

/** A program with its inputs. */
export interface TestProgram {
  /** Instructions; wide loads of maps hold the number of the map. */
  code: Uint8Array;
  /** Initial content of the memory in `state`. */
  memory: Uint8Array;
  context: Uint8Array;
}

/** A program that the kernel's verifier almost always accepts, and inputs that it knows nothing about. */
export function generateProgram(seed: number): TestProgram {
  const random = new Random(seed);
  const subprograms = random.chance(35) ? random.between(1, 2) : 0;
  const main: Scope = {
    random,
    scalars: [0, 1, 2, 3, 4, 5, 6, 7, 8],
    stackWords: layout.stackWords,
    memory: 9,
    depth: 0,
    callees: Array.from({ length: subprograms }, (_, index) => index),
  };
  const body = block(main, random.between(6, 22));
  const others = main.callees.map((index) => subprogram(random, index, subprograms));
  // The kernel refuses functions that nothing calls.
  const called = new Set([body, ...others].flat().map((each) => (each.kind === 'call-local' ? each.offset : -1)));
  const forgotten = main.callees.filter((index) => !called.has(index));
  const calls = forgotten.flatMap((index) => callNumbered(main, index));
  const parts = [[...prologue(), ...body, ...calls, ...epilogue()], ...others];
  const memory = words(random, layout.memory / 8);
  return { code: assemble(parts), memory, context: words(random, layout.contextWords) };
}

/** r9 = the value of `state`; r0 to r8 and the stack hold inputs. */
function prologue(): Instruction[] {
  const start: Instruction[] = [
    move(6, register(1)),
    store(4, 10, -8, constant(0)),
    ...mapPointer(1, 0),
    move(2, register(10)),
    add(2, -8),
    call(1),
    { kind: 'jump', width: 64, condition: '!=', left: 0, right: constant(0), offset: 1 },
    { kind: 'exit' },
    move(9, register(0)),
  ];
  const stack = Array.from({ length: layout.stackWords }, (_, index) => {
    const fromContext = index < layout.contextWords;
    const source = fromContext ? load(8, 1, 6, index * 8) : load(8, 1, 9, index * 8);
    return [source, store(8, 10, -8 * (index + 1), register(1))];
  }).flat();
  const registers = [0, 1, 2, 3, 4, 5, 6, 7, 8].map((number) => load(8, number, 9, number * 8));
  return [...start, ...stack, ...registers];
}

function epilogue(): Instruction[] {
  const registers = [0, 1, 2, 3, 4, 5, 6, 7, 8].map((number) =>
    store(8, 9, layout.registers + number * 8, register(number)),
  );
  const stack = Array.from({ length: layout.stackWords }, (_, index) => [
    load(8, 1, 10, -8 * (index + 1)),
    store(8, 9, layout.stack + index * 8, register(1)),
  ]).flat();
  return [...registers, ...stack, { kind: 'exit' }];
}

const subprogramStackWords = 4;

/** r1 to r5 are numbers; may call the subprograms after it. */
function subprogram(random: Random, index: number, count: number): Instruction[] {
  const start: Instruction[] = [
    ...Array.from({ length: subprogramStackWords }, (_, word) => store(8, 10, -8 * (word + 1), register(word + 1))),
    move(0, register(5)),
    move(6, register(1)),
    move(7, register(2)),
    move(8, register(3)),
  ];
  const scope: Scope = {
    random,
    scalars: [0, 1, 2, 3, 4, 5, 6, 7, 8],
    stackWords: subprogramStackWords,
    memory: null,
    depth: 0,
    callees: Array.from({ length: count - index - 1 }, (_, later) => index + 1 + later),
  };
  return [...start, ...block(scope, random.between(2, 8)), { kind: 'exit' }];
}

/** Joins the functions; the generator's calls hold the number of the subprogram, the machine's a distance. */
function assemble(parts: readonly (readonly Instruction[])[]): Uint8Array {
  const starts: number[] = [];
  let length = 0;
  for (const part of parts) {
    starts.push(length);
    length += part.length;
  }
  const resolved = parts.flat().map((instruction, index) => {
    if (instruction.kind !== 'call-local') return instruction;
    const target = starts[instruction.offset + 1] ?? 0;
    return { ...instruction, offset: target - index - 1 };
  });
  return Buffer.concat(resolved.map(encode));
}

function words(random: Random, count: number): Uint8Array {
  const bytes = new Uint8Array(count * 8);
  const view = new DataView(bytes.buffer);
  for (let index = 0; index < count; index++) view.setBigUint64(index * 8, random.word(), true);
  return bytes;
}
