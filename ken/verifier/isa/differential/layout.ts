import type { MapDefinition } from '../../elf/object.ts';

/**
 * What generated programs, the runner in the guest (run-programs.c) and the interpreter agree on. A program finds its
 * inputs in the only value of the map `state` and in its context (12 words of a raw tracepoint), and leaves its registers
 * and stack in that value.
 */
export const layout = {
  /** Bytes of memory that the program may change; inputs when it starts. */
  memory: 128,
  /** Where r0 to r8 are left. */
  registers: 128,
  /** Where the words of the main function's stack are left, from r10-8 downwards. */
  stack: 200,
  stackWords: 16,
  stateSize: 328,
  contextWords: 12,
  /** Keys of the hash map are 0 to 7. */
  hashKeys: 8,
  hashCapacity: 6,
  arrayLength: 4,
} as const;

/** In the order of the numbers that programs use in place of file descriptors. */
export const testMaps: readonly MapDefinition[] = [
  define('state', 2, 'array', 4, layout.stateSize, 1),
  define('hash', 1, 'hash', 8, 8, layout.hashCapacity),
  define('array', 2, 'array', 4, 8, layout.arrayLength),
];

function define(
  name: string,
  type: number,
  typeName: string,
  keySize: number,
  valueSize: number,
  maxEntries: number,
): MapDefinition {
  return { name, type, typeName, keySize, valueSize, maxEntries, keyType: null, valueType: null, flags: 0 };
}
