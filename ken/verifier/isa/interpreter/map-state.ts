import type { BpfObject, MapDefinition } from '../../elf/object.ts';
import { ConcreteMap } from './concrete-map.ts';

/** Content of all maps and of the global variables: what one event leaves for the next. */
export class MapState {
  readonly maps: ReadonlyMap<string, ConcreteMap>;
  /** Section name -> its bytes, as loaded and then changed by the program. */
  readonly globals: ReadonlyMap<string, Uint8Array>;

  private constructor(maps: Map<string, ConcreteMap>, globals: Map<string, Uint8Array>) {
    this.maps = maps;
    this.globals = globals;
  }

  /** As loaded: maps are empty (arrays hold zeros), globals hold what the object says. */
  static of(object: BpfObject): MapState {
    const maps = new Map([...object.maps].map(([name, definition]) => [name, new ConcreteMap(definition)]));
    const globals = object.sections.map(({ name, bytes }) => [name, Uint8Array.from(bytes)] as const);
    return new MapState(maps, new Map(globals));
  }

  clone(): MapState {
    const maps = new Map([...this.maps].map(([name, map]) => [name, map.clone()]));
    const globals = new Map([...this.globals].map(([name, bytes]) => [name, Uint8Array.from(bytes)]));
    return new MapState(maps, globals);
  }
}

export type { ConcreteMap, MapDefinition };
