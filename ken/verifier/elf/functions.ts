import type { ElfSymbol } from './symbols.ts';
import { type ElfSection, isExecutable } from './sections.ts';

/** A function's place in an executable section, before its instructions are decoded. */
export interface FunctionPlace {
  name: string;
  section: ElfSection;
  global: boolean;
  /** Bytes. */
  start: number;
  end: number;
}

/** Function symbols of the executable sections, in the order of the object. Throws MalformedObject when they overlap or share a name. */
export function placeFunctions(sections: readonly ElfSection[], symbols: readonly ElfSymbol[]): FunctionPlace[] {
  const places: FunctionPlace[] = [];
  const names = new Set<string>();
  for (const symbol of symbols) {
    const section = sections[symbol.section];
    if (symbol.type !== 'function' || symbol.section === 0 || !section) continue;
    const { name, global, value: start, size } = symbol;
    const { view } = section;
    const end = start + size;
    if (!isExecutable(section)) view.fail(`function ${name} in the section ${section.name}, which holds no code`, 0);
    if (size === 0 || start % 8 !== 0 || size % 8 !== 0 || end > view.length) {
      view.fail(`function ${name} from byte ${start} to ${end} of ${view.length}`, 0);
    }
    if (name === '' || names.has(name)) view.fail(`a second function with the name ${JSON.stringify(name)}`, start);
    names.add(name);
    places.push({ name, section, global, start, end });
  }
  places.sort((a, b) => a.section.index - b.section.index || a.start - b.start);
  rejectOverlap(places);
  return places;
}

function rejectOverlap(places: readonly FunctionPlace[]): void {
  for (const [index, place] of places.entries()) {
    const next = places[index + 1];
    if (next && next.section === place.section && next.start < place.end) {
      next.section.view.fail(`function ${next.name} overlaps ${place.name}`, next.start);
    }
  }
}

/** Finds functions by place. */
export class FunctionIndex {
  readonly #bySection = new Map<number, FunctionPlace[]>();

  constructor(places: readonly FunctionPlace[]) {
    for (const place of places) {
      const list = this.#bySection.get(place.section.index);
      if (list) list.push(place);
      else this.#bySection.set(place.section.index, [place]);
    }
  }

  /** The function around a byte of a section. */
  at(section: number, byte: number): FunctionPlace | null {
    const list = this.#bySection.get(section) ?? [];
    let low = 0;
    let high = list.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((list[middle]?.end ?? 0) <= byte) low = middle + 1;
      else high = middle;
    }
    const found = list[low];
    return found && found.start <= byte ? found : null;
  }
}
