import type { BtfTable } from '../btf/btf-table.ts';
import { parseBtf } from '../btf/parse-btf.ts';
import { decode } from '../isa/decode.ts';
import { dataSections } from './data-sections.ts';
import { type ExtendedInfo, readExtendedInfo } from './extended-info.ts';
import { FunctionIndex, type FunctionPlace, placeFunctions } from './functions.ts';
import { readMapDefinitions } from './map-definitions.ts';
import type { BpfFunction, BpfObject, LineInfo } from './object.ts';
import { type ReferenceContext, referencesOf } from './references.ts';
import { readRelocations, type SectionRelocations } from './relocations.ts';
import { type ElfSection, readSections } from './sections.ts';
import { type ElfSymbol, readSymbols } from './symbols.ts';

/**
 * Reads a BPF object file. Time and memory stay within a fixed multiple of the input (and 16 MiB of .bss).
 * @throws MalformedObject for anything that is no such object
 */
export function readObject(bytes: Uint8Array): BpfObject {
  const sections = readSections(bytes);
  const symbols = readSymbols(sections);
  const types = readTypes(sections);
  const places = placeFunctions(sections, symbols);
  const functions = new FunctionIndex(places);
  const info = readInfo(sections, types, functions);
  const maps = types ? readMapDefinitions(types) : new Map<string, never>();
  const context: ReferenceContext = { sections, functions, mapsByOffset: mapOffsets(sections, symbols, maps), types };
  const relocations = readRelocations(sections, symbols);
  return {
    functions: places.map((place) => functionOf(place, relocations.get(place.section.index), context, info)),
    maps,
    sections: dataSections(sections, symbols),
    types,
    license: licenseOf(sections),
    lines: info.lines.sort(byPlace),
    coreRelocations: info.coreRelocations,
  };
}

function functionOf(
  place: FunctionPlace,
  relocations: SectionRelocations = new Map(),
  context: ReferenceContext,
  info: ExtendedInfo,
): BpfFunction {
  const { name, section, global, start, end } = place;
  const instructions = decode(section.view.bytes.subarray(start, end));
  const references = referencesOf(place, instructions, relocations, context);
  return {
    name,
    section: section.name,
    global,
    instructions,
    references,
    typeId: info.functionTypes.get(name) ?? null,
  };
}

function readTypes(sections: readonly ElfSection[]): BtfTable | null {
  const section = sections.find(({ name }) => name === '.BTF');
  return section ? parseBtf(section.view.bytes, null, section.view.start) : null;
}

function readInfo(sections: readonly ElfSection[], types: BtfTable | null, functions: FunctionIndex): ExtendedInfo {
  const section = sections.find(({ name }) => name === '.BTF.ext');
  if (!section || !types) return { functionTypes: new Map(), lines: [], coreRelocations: [] };
  return readExtendedInfo(section.view, types, sections, functions);
}

/** BTF leaves the offsets of clang's data sections at 0; the symbols know them. */
function mapOffsets(
  sections: readonly ElfSection[],
  symbols: readonly ElfSymbol[],
  maps: ReadonlyMap<string, unknown>,
): Map<number, string> {
  const section = sections.find(({ name }) => name === '.maps')?.index;
  const own = symbols.filter((symbol) => symbol.section === section && maps.has(symbol.name));
  return new Map(own.map(({ value, name }) => [value, name]));
}

function licenseOf(sections: readonly ElfSection[]): string | null {
  const view = sections.find(({ name }) => name === 'license')?.view;
  return view && view.length > 0 ? view.text(0, 128) : null;
}

function byPlace(a: LineInfo, b: LineInfo): number {
  return a.function < b.function ? -1 : a.function > b.function ? 1 : a.instruction - b.instruction;
}
