import type { MapDefinition } from '../../elf/object.ts';
import { startOfScript } from '../../helpers/input-names.ts';
import type { Term } from '../../terms/term.ts';
import type { Engine } from '../engine.ts';
import { isBpftraceSection } from '../program-type.ts';

/** Whether a map holds the time at which bpftrace started the script: its entry is there, also where other maps are empty. */
export function holdsStartOfScript(engine: Engine, { name }: MapDefinition): boolean {
  const { functions } = engine.program.object;
  return name === startOfScript.map && functions.some(({ section }) => isBpftraceSection(section));
}

/** Bool: the script began before this reading of the clock; null when the program does not ask when it began. */
export function beganBefore(engine: Engine, now: Term): Term | null {
  const { store } = engine;
  const definition = engine.program.object.maps.get(startOfScript.map);
  if (definition === undefined || !holdsStartOfScript(engine, definition)) return null;
  const key = store.constant(startOfScript.key, definition.keySize * 8);
  return store.ule(store.apply(startOfScript.content, 64, key), now);
}
