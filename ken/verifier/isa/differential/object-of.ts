import type { BpfFunction, BpfObject, Reference } from '../../elf/object.ts';
import { decode } from '../decode.ts';
import { testMaps } from './layout.ts';

/** The object that an ELF file with this program would give: `main` and the functions that calls lead to. */
export function objectOf(code: Uint8Array): BpfObject {
  const instructions = decode(code);
  const targets = instructions.flatMap((instruction, index) =>
    instruction.kind === 'call-local' ? [index + 1 + instruction.offset] : [],
  );
  const starts = [...new Set([0, ...targets])].sort((a, b) => a - b);
  const nameOf = (start: number): string => (start === 0 ? 'main' : `function_${start}`);
  const functions = starts.map((start, position): BpfFunction => {
    const own = instructions.slice(start, starts[position + 1]);
    const references = new Map<number, Reference>();
    for (const [index, instruction] of own.entries()) {
      if (instruction.kind === 'wide-load' && instruction.load === 'map-fd') {
        const map = testMaps[Number(instruction.immediate)]?.name ?? '';
        references.set(index, { kind: 'map', map });
      }
      if (instruction.kind === 'call-local') {
        const target = nameOf(start + index + 1 + instruction.offset);
        references.set(index, { kind: 'function', function: target, instruction: 0 });
      }
    }
    return {
      name: nameOf(start),
      section: 'raw_tp',
      global: start === 0,
      instructions: own,
      references,
      typeId: null,
    };
  });
  return {
    functions,
    maps: new Map(testMaps.map((map) => [map.name, map])),
    sections: [],
    types: null,
    license: 'GPL',
    lines: [],
    coreRelocations: [],
  };
}
