import type { DataSection } from './object.ts';
import { type ElfSection, sectionType } from './sections.ts';
import type { ElfSymbol } from './symbols.ts';

/** All .bss of an object; the kernel's maps behind it could be larger, but no program of ours needs that. */
const mostZeros = 16 * 1024 * 1024;

/** Global variables and constants, copied out of the input. Throws MalformedObject. */
export function dataSections(sections: readonly ElfSection[], symbols: readonly ElfSymbol[]): DataSection[] {
  let zeros = 0;
  const found: DataSection[] = [];
  for (const { name, type, size, view, index } of sections) {
    const family = /^\.(rodata|data|bss|kconfig)(\.|$)/.exec(name)?.[1];
    if (family === undefined || type === sectionType.relocations) continue;
    const readOnly = family === 'rodata' || family === 'kconfig';
    if (type === sectionType.noBits) {
      zeros += size;
      if (zeros > mostZeros) view.fail(`${zeros} bytes of .bss`, 0);
    }
    const bytes = type === sectionType.noBits ? new Uint8Array(size) : Uint8Array.from(view.bytes);
    const own = symbols.filter((symbol) => symbol.section === index && symbol.type === 'object');
    found.push({ name, bytes, readOnly, variables: new Map(own.map((symbol) => [symbol.name, symbol.value])) });
  }
  return found;
}
