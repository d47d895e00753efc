import type { BpfObject } from '../../elf/object.ts';
import { type Environment, interpret, MapState } from '../interpreter.ts';
import type { TestProgram } from './generate.ts';
import { layout } from './layout.ts';
import { objectOf } from './object-of.ts';

/** What the interpreter computes, in the words of run-programs.c; a stopped run says why. */
export function interpreterAnswer(program: TestProgram, hashCapacity: number = layout.hashCapacity): string {
  const object = withHashCapacity(objectOf(program.code), hashCapacity);
  const maps = MapState.of(object);
  const state = maps.maps.get('state')?.lookup(indexKey(0)) ?? new Uint8Array(0);
  state.set(program.memory);
  const context = new DataView(Uint8Array.from(program.context).buffer);
  const environment: Environment = {
    context: (offset, size) => {
      let value = 0n;
      for (let byte = size - 1; byte >= 0; byte--) value = (value << 8n) | BigInt(context.getUint8(offset + byte));
      return value;
    },
    kernelByte: () => 'fault',
    userByte: () => 'fault',
    input: () => 0n,
    maps,
  };
  const result = interpret(object, 'main', environment);
  if (result.end !== 'returned') return `${result.end} ${JSON.stringify({ ...result, maps: undefined, outputs: [] })}`;
  const array = Array.from({ length: layout.arrayLength }, (_, index) =>
    hex(maps.maps.get('array')?.lookup(indexKey(index)) ?? new Uint8Array(0)),
  );
  const hash = Array.from({ length: layout.hashKeys }, (_, key) => {
    const value = maps.maps.get('hash')?.lookup(Uint8Array.of(key, 0, 0, 0, 0, 0, 0, 0));
    return value ? hex(value) : '-';
  });
  const returned = BigInt.asUintN(32, result.returned).toString(16);
  return `ok ${returned} ${hex(state)} ${array.join('')} ${hash.join('')}`;
}

/** Whether it matters how many entries fit into the hash map; the executor assumes that there is always room. */
export function fillsHashMap(program: TestProgram): boolean {
  return interpreterAnswer(program) !== interpreterAnswer(program, layout.hashKeys);
}

function withHashCapacity(object: BpfObject, maxEntries: number): BpfObject {
  const maps = [...object.maps].map(([name, map]) => [name, name === 'hash' ? { ...map, maxEntries } : map] as const);
  return { ...object, maps: new Map(maps) };
}

function indexKey(index: number): Uint8Array {
  return Uint8Array.of(index, 0, 0, 0);
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
