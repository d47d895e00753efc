import { type ElfSection, longestName, sectionType } from './sections.ts';
import type { ByteView } from '../byte-view.ts';

export interface ElfSymbol {
  name: string;
  /** `section` stands for the section itself. */
  type: 'none' | 'object' | 'function' | 'section' | 'other';
  global: boolean;
  /** Section index, 0 for an undefined symbol; above the number of sections for absolute ones. */
  section: number;
  /** Byte offset in the section. */
  value: number;
  size: number;
}

const entryLength = 24;
const types = ['none', 'object', 'function', 'section'] as const;

/** The symbol table, or none. Throws MalformedObject. */
export function readSymbols(sections: readonly ElfSection[]): ElfSymbol[] {
  const tables = sections.filter((section) => section.type === sectionType.symbols);
  const [table] = tables;
  if (!table) return [];
  if (tables.length > 1) table.view.fail('more than one symbol table', 0);
  if (table.view.length % entryLength !== 0) table.view.fail('a symbol table that does not end', 0);
  const names = sections[table.link]?.view ?? table.view.fail(`symbol names in section ${table.link}`, 0);
  return Array.from({ length: table.view.length / entryLength }, (_, index) =>
    readSymbol(table.view.part(index * entryLength, entryLength), names, sections),
  );
}

function readSymbol(entry: ByteView, names: ByteView, sections: readonly ElfSection[]): ElfSymbol {
  const information = entry.u8(4);
  const section = entry.u16(6);
  const type = types[information & 15] ?? 'other';
  const nameOffset = entry.u32(0);
  const own = type === 'section' ? sections[section]?.name : undefined;
  return {
    name: own ?? (nameOffset === 0 ? '' : names.text(nameOffset, longestName)),
    type,
    global: information >> 4 !== 0,
    section,
    value: entry.size64(8),
    size: entry.size64(16),
  };
}
