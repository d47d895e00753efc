import type { BtfTable } from '../btf/btf-table.ts';
import { ByteView } from '../byte-view.ts';
import type { FunctionIndex, FunctionPlace } from './functions.ts';
import { type CoreRelocation, coreRelocationKinds, type LineInfo } from './object.ts';
import type { ElfSection } from './sections.ts';

/** What .BTF.ext says about instructions (include/uapi/linux/btf.h and libbpf's btf_ext). */
export interface ExtendedInfo {
  /** Function name -> FUNC type. */
  functionTypes: Map<string, number>;
  lines: LineInfo[];
  coreRelocations: CoreRelocation[];
}

/** Reads .BTF.ext; records about bytes outside every function are left out. Throws MalformedObject. */
export function readExtendedInfo(
  section: ByteView,
  types: BtfTable,
  sections: readonly ElfSection[],
  functions: FunctionIndex,
): ExtendedInfo {
  const info: ExtendedInfo = { functionTypes: new Map(), lines: [], coreRelocations: [] };
  if (section.u16(0) !== 0xeb9f || section.u8(2) !== 1) section.fail('no .BTF.ext of version 1', 0);
  const headerLength = section.u32(4);
  const sectionsByName = new Map(sections.map(({ name, index }) => [name, index]));
  const read = (field: number, smallest: number, visit: Visit): void => {
    if (headerLength < field + 8) return;
    const part = section.part(headerLength + section.u32(field), section.u32(field + 4));
    if (part.length > 0) readRecords(part, smallest, types, sectionsByName, functions, visit);
  };

  read(8, 8, (place, instruction, record) => {
    if (instruction === 0) info.functionTypes.set(place.name, record.u32(4));
  });
  const texts = new TextCache(types);
  read(16, 16, (place, instruction, record) => {
    const position = record.u32(12);
    info.lines.push({
      function: place.name,
      instruction,
      file: texts.at(record.u32(4)),
      line: position >>> 10,
      column: position & 1023,
      text: texts.at(record.u32(8)),
    });
  });
  read(24, 16, (place, instruction, record) => {
    const number = record.u32(12);
    const kind = coreRelocationKinds[number] ?? record.fail(`a CO-RE relocation of kind ${number}`, 12);
    const access = types.text(record.u32(8));
    info.coreRelocations.push({ function: place.name, instruction, kind, typeId: record.u32(4), access });
  });
  return info;
}

type Visit = (place: FunctionPlace, instruction: number, record: ByteView) => void;

/** A record size, then for each section: name, number of records, records. The first field of a record is a byte offset. */
function readRecords(
  part: ByteView,
  smallest: number,
  types: BtfTable,
  sectionsByName: ReadonlyMap<string, number>,
  functions: FunctionIndex,
  visit: Visit,
): void {
  const size = part.u32(0);
  if (size < smallest || size % 4 !== 0) part.fail(`records of ${size} bytes`, 0);
  for (let offset = 4; offset < part.length;) {
    const section = sectionsByName.get(types.text(part.u32(offset)));
    const count = part.u32(offset + 4);
    const records = part.part(offset + 8, count * size);
    offset += 8 + records.length;
    if (section === undefined) continue;
    for (let index = 0; index < count; index++) {
      const record = records.part(index * size, size);
      const byte = record.u32(0);
      if (byte % 8 !== 0) record.fail(`a record about byte ${byte}`, 0);
      const place = functions.at(section, byte);
      if (place) visit(place, (byte - place.start) / 8, record);
    }
  }
}

/** Source lines are long and repeat; each is decoded once, and only its beginning. */
class TextCache {
  readonly #types: BtfTable;
  readonly #texts = new Map<number, string>();

  constructor(types: BtfTable) {
    this.#types = types;
  }

  at(offset: number): string {
    const known = this.#texts.get(offset);
    if (known !== undefined) return known;
    const text = this.#types.textBeginning(offset);
    this.#texts.set(offset, text);
    return text;
  }
}
