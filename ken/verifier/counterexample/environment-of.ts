import { contextWord, leftOnStack, memoryFunctions, ofEvent, type MemorySpace } from '../helpers/input-names.ts';
import type { Environment, MapState } from '../isa/interpreter.ts';
import { argumentKey } from '../terms/evaluate.ts';
import type { Model } from '../terms/model.ts';

/** Reads below fail, as the executor has it: nothing is mapped there. */
const lowestAddress = 4096n;

/** What the outside world answers in one event of a model: the same values that the symbolic executor chose. */
export function environmentOf(model: Model, event: number, maps: MapState): Environment {
  const variable = (name: string): bigint => BigInt(model.variables.get(ofEvent(event, name)) ?? 0n);
  const byte = (space: MemorySpace, address: bigint): number | 'fault' => {
    if (address < lowestAddress) return 'fault';
    const content = model.functions.get(ofEvent(event, memoryFunctions[space]));
    return Number(content?.get(argumentKey([address])) ?? 0n);
  };
  return {
    maps,
    input: (name, width) => BigInt.asUintN(width, variable(name)),
    stackByte: (distance) => Number(variable(leftOnStack(distance))),
    kernelByte: (address) => byte('kernel', address),
    userByte: (address) => byte('user', address),
    context: (offset, size) => {
      let value = 0n;
      for (let index = 0; index < size; index += 1) {
        const at = offset + index;
        const word = variable(contextWord(at - (at % 8)));
        value |= ((word >> BigInt((at % 8) * 8)) & 0xffn) << BigInt(index * 8);
      }
      return value;
    },
  };
}
