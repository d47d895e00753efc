import type { BpfObject } from '../elf/object.ts';
import type { FinishedPath, LoadedProgram, SymbolicEntry } from '../executor/exploration.ts';
import { actionOf } from '../executor/maps/tracer-clears.ts';
import { isBpftraceSection } from '../executor/program-type.ts';

/**
 * Whether the last event of a history left maps or global variables in another state than it found them, as far as the
 * terms show. `before` is the path of the history without that event; null at the program's start.
 */
export function changesState(program: LoadedProgram, path: FinishedPath, before: FinishedPath | null): boolean {
  return (
    changesMaps(path, before) || changesGlobals(program.object, path, before) || asksToClear(program, path, before)
  );
}

/** The tracer will clear a map some time later. */
function asksToClear(program: LoadedProgram, path: FinishedPath, before: FinishedPath | null): boolean {
  return path.outputs.slice(before?.outputs.length ?? 0).some((output) => actionOf({ program }, output) !== undefined);
}

function changesMaps(path: FinishedPath, before: FinishedPath | null): boolean {
  return [...path.maps].some(([name, { entries }]) => {
    const earlier = before?.maps.get(name)?.entries ?? [];
    return entries.some((entry) =>
      isChanged(
        entry,
        earlier.find(({ key }) => key === entry.key),
      ),
    );
  });
}

function isChanged(entry: SymbolicEntry, earlier: SymbolicEntry | undefined): boolean {
  const present = earlier?.present ?? entry.initial.present;
  if (entry.present !== present) return true;
  if (entry.present.op === 'false') return false;
  const value = earlier?.value ?? entry.initial.value;
  if (value.length !== entry.value.length) return true;
  return entry.value.term(0, value.length) !== value.term(0, value.length);
}

/** bpftrace's sections hold literals, and buffers that keep nothing for the next event. */
function changesGlobals(object: BpfObject, path: FinishedPath, before: FinishedPath | null): boolean {
  if (object.functions.some(({ section }) => isBpftraceSection(section))) return false;
  return object.sections.some(({ name, readOnly, bytes: loaded }) => {
    const bytes = readOnly ? undefined : path.globals.get(name);
    if (bytes === undefined || bytes.length === 0) return false;
    const earlier = before?.globals.get(name);
    if (earlier) return bytes.term(0, bytes.length) !== earlier.term(0, bytes.length);
    return Array.from(loaded).some((byte, index) => {
      const content = bytes.at(index);
      return content.op !== 'constant' || content.value !== BigInt(byte);
    });
  });
}
