import { type ElfSection, sectionType } from './sections.ts';
import type { ElfSymbol } from './symbols.ts';

/** Symbols that the bytes of one section refer to, by byte offset. BPF keeps the addend in the instruction. */
export type SectionRelocations = ReadonlyMap<number, ElfSymbol>;

const entryLength = 16;

/** By index of the section that is relocated; only executable ones are read. Throws MalformedObject. */
export function readRelocations(
  sections: readonly ElfSection[],
  symbols: readonly ElfSymbol[],
): Map<number, SectionRelocations> {
  const all = new Map<number, Map<number, ElfSymbol>>();
  for (const { type, info, view } of sections) {
    if (type === sectionType.relocationsWithAddend) view.fail('relocations with addends, which BPF does not use', 0);
    if (type !== sectionType.relocations) continue;
    if (view.length % entryLength !== 0) view.fail('a relocation that does not end', 0);
    const relocations = all.get(info) ?? new Map<number, ElfSymbol>();
    all.set(info, relocations);
    for (let offset = 0; offset < view.length; offset += entryLength) {
      const index = view.u32(offset + 12);
      const symbol = symbols[index] ?? view.fail(`a relocation against symbol ${index}`, offset);
      relocations.set(view.size64(offset), symbol);
    }
  }
  return all;
}
