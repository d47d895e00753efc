import type { TypeTable } from '../btf/type-table.ts';
import type { Instruction } from '../isa/instruction.ts';
import type { FunctionIndex, FunctionPlace } from './functions.ts';
import type { Reference } from './object.ts';
import type { SectionRelocations } from './relocations.ts';
import { type ElfSection, isExecutable } from './sections.ts';
import type { ElfSymbol } from './symbols.ts';

export interface ReferenceContext {
  sections: readonly ElfSection[];
  functions: FunctionIndex;
  /** Offset in .maps -> map. */
  mapsByOffset: ReadonlyMap<number, string>;
  types: TypeTable | null;
}

/**
 * What each instruction of a function refers to: relocations, and calls within the section, for which clang writes none.
 * The addends follow libbpf's bpf_object__reloc_code and bpf_program__record_reloc.
 * @throws MalformedObject
 */
export function referencesOf(
  place: FunctionPlace,
  instructions: readonly Instruction[],
  relocations: SectionRelocations,
  context: ReferenceContext,
): Map<number, Reference> {
  const references = new Map<number, Reference>();
  for (const [index, instruction] of instructions.entries()) {
    const byte = place.start + index * 8;
    const symbol = relocations.get(byte);
    const reference = symbol
      ? relocated(place, byte, instruction, symbol, context)
      : instruction.kind === 'call-local'
        ? functionAt(place, byte, place.section.index, byte + (instruction.offset + 1) * 8, context)
        : null;
    if (reference) references.set(index, reference);
  }
  return references;
}

function relocated(
  place: FunctionPlace,
  byte: number,
  instruction: Instruction,
  symbol: ElfSymbol,
  context: ReferenceContext,
): Reference {
  const fail = (reason: string): never => place.section.view.fail(`${place.name}: ${reason}`, byte);
  if (symbol.section === 0)
    return { kind: 'extern', name: symbol.name, typeId: externType(symbol.name, context.types) };
  const section = context.sections[symbol.section] ?? fail(`a relocation against section ${symbol.section}`);
  switch (instruction.kind) {
    case 'call-local':
      return functionAt(place, byte, section.index, symbol.value + (instruction.offset + 1) * 8, context);
    case 'wide-load': {
      const offset = symbol.value + Number(BigInt.asIntN(32, instruction.immediate));
      if (section.name === '.maps') {
        const map = context.mapsByOffset.get(offset) ?? fail(`a reference to byte ${offset} of .maps, where no map is`);
        return { kind: 'map', map };
      }
      if (section.name === 'maps') return fail('a map in the section "maps", which libbpf 1.0 dropped');
      if (instruction.load === 'function' || isExecutable(section)) {
        return functionAt(place, byte, section.index, offset, context);
      }
      if (offset < 0 || offset > section.size) return fail(`a reference to byte ${offset} of ${section.name}`);
      return { kind: 'data', section: section.name, offset };
    }
    default:
      return fail(`a relocation of an instruction of kind ${instruction.kind}`);
  }
}

function functionAt(
  place: FunctionPlace,
  byte: number,
  section: number,
  target: number,
  context: ReferenceContext,
): Reference {
  const found = context.functions.at(section, target);
  if (!found || (target - found.start) % 8 !== 0) {
    return place.section.view.fail(
      `${place.name}: a call to byte ${target} of section ${section}, where no function is`,
      byte,
    );
  }
  return { kind: 'function', function: found.name, instruction: (target - found.start) / 8 };
}

function externType(name: string, types: TypeTable | null): number | null {
  return types?.byName(name, 'variable') ?? types?.byName(name, 'function') ?? null;
}
