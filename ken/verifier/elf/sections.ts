import { ByteView } from '../byte-view.ts';

/** One entry of the section header table, with its bytes. */
export interface ElfSection {
  index: number;
  name: string;
  type: number;
  flags: number;
  link: number;
  info: number;
  /** Bytes; sections without bits in the file have a size only. */
  size: number;
  view: ByteView;
}

/** SHT_*. */
export const sectionType = { symbols: 2, noBits: 8, relocations: 9, relocationsWithAddend: 4 } as const;
/** SHF_EXECINSTR. */
const executable = 4;
export const longestName = 1024;

const headerLength = 64;
const entryLength = 64;

/** Reads the ELF header and the section headers of a relocatable 64-bit little-endian BPF object. Throws MalformedObject. */
export function readSections(bytes: Uint8Array): ElfSection[] {
  const file = new ByteView(bytes);
  if (bytes.length < headerLength || file.u32(0) !== 0x464c457f) file.fail('no ELF file', 0);
  if (file.u8(4) !== 2 || file.u8(5) !== 1) file.fail('not a 64-bit little-endian ELF file', 4);
  if (file.u16(16) !== 1) file.fail('not a relocatable object', 16);
  if (file.u16(18) !== 247) file.fail(`machine ${file.u16(18)} is not BPF`, 18);
  const table = file.size64(40);
  if (file.u16(58) !== entryLength) file.fail(`section headers of ${file.u16(58)} bytes`, 58);
  const headers = readHeaders(file, table);
  rejectOverlap(file, headers);
  const nameIndex = extended(file.u16(62), 0xffff, () => file.u32(table + 40));
  const names = headers[nameIndex] ?? file.fail(`section names in section ${nameIndex}`, 62);
  return headers.map((header) => ({ ...header, name: names.view.text(header.nameOffset, longestName) }));
}

export function isExecutable(section: ElfSection): boolean {
  return section.type === 1 && (section.flags & executable) !== 0;
}

type Header = Omit<ElfSection, 'name'> & { nameOffset: number };

function readHeaders(file: ByteView, table: number): Header[] {
  const count = extended(file.u16(60), 0, () => file.size64(table + 32));
  if (count < 1) file.fail('no sections', 60);
  const headers = file.part(table, count * entryLength);
  return Array.from({ length: count }, (_, index) => {
    const entry = headers.part(index * entryLength, entryLength);
    const type = entry.u32(4);
    const size = entry.size64(32);
    // Index 0 is the null section; it may carry the extended counts.
    const empty = index === 0 || type === sectionType.noBits;
    const view = file.part(empty ? 0 : entry.size64(24), empty ? 0 : size);
    return {
      index,
      nameOffset: entry.u32(0),
      type,
      flags: entry.u32(8),
      link: entry.u32(40),
      info: entry.u32(44),
      size: index === 0 ? 0 : size,
      view,
    };
  });
}

/** Counts that do not fit 16 bits stand in the null section. */
function extended(value: number, escape: number, read: () => number): number {
  return value === escape ? read() : value;
}

/** Sections that share bytes would let a small file decode to a large object. */
function rejectOverlap(file: ByteView, headers: readonly Header[]): void {
  const used = headers.filter(({ view }) => view.length > 0).sort((a, b) => a.view.start - b.view.start);
  let end = 0;
  for (const { view, index } of used) {
    if (view.start < end) file.fail(`section ${index} overlaps another one`, view.start);
    end = view.start + view.length;
  }
}
