import type { FinishedPath, SymbolicEntry } from '../executor/exploration.ts';

/**
 * Whether the last event of a history left the maps in another state than it found them, as far as the terms show.
 * `before` is the path of the history without that event; null at the program's start.
 */
export function changesMaps(path: FinishedPath, before: FinishedPath | null): boolean {
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
