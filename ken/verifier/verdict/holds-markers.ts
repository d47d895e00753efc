import { markerHelpers, reservedPrefix } from '../desugar/annotated.ts';
import type { BpfObject } from '../elf/object.ts';

const helperNumbers = new Set<number>(Object.values(markerHelpers));

/** Whether a function, or one that it calls, evaluates an assert or an assume anywhere. */
export function holdsMarkers(object: BpfObject, name: string, visited: Set<string> = new Set()): boolean {
  if (visited.has(name)) return false;
  visited.add(name);
  const found = object.functions.find((each) => each.name === name);
  if (!found) return false;
  const calls = found.instructions.some(
    (instruction) => instruction.kind === 'call-helper' && helperNumbers.has(instruction.helper),
  );
  if (calls) return true;
  return [...found.references.values()].some((reference) => {
    if (reference.kind === 'map') return reference.map.includes(reservedPrefix);
    return reference.kind === 'function' && holdsMarkers(object, reference.function, visited);
  });
}
