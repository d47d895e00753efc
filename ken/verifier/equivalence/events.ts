import type { ProgramFunction } from '../compile/compiled.ts';
import type { Side } from './equivalence.ts';

/** One kind of event that both programs see; null: the program does nothing then. */
export interface CommonEvent {
  target: string;
  left: ProgramFunction | null;
  right: ProgramFunction | null;
}

export interface CommonEvents {
  begin: CommonEvent[];
  middle: CommonEvent[];
  end: CommonEvent[];
}

/**
 * The events of two programs, or why they cannot be compared. BEGIN and END may be missing on one side: they then do
 * nothing there. Several probes on one event are paired in the order of the text.
 */
export function commonEvents(left: Side, right: Side): CommonEvents | { differ: string } {
  const events: CommonEvents = { begin: [], middle: [], end: [] };
  const mine = byTarget(left);
  const theirs = byTarget(right);
  const onlyOne: string[] = [];
  for (const target of new Set([...mine.keys(), ...theirs.keys()])) {
    const ours = mine.get(target) ?? [];
    const others = theirs.get(target) ?? [];
    const kind = (ours[0] ?? others[0])?.kind;
    const place = kind === 'begin' ? events.begin : kind === 'end' ? events.end : events.middle;
    if (place === events.middle && ours.length !== others.length) {
      onlyOne.push(`${target} (${ours.length} and ${others.length} probes)`);
    }
    for (let index = 0; index < Math.max(ours.length, others.length); index += 1) {
      place.push({ target, left: ours[index] ?? null, right: others[index] ?? null });
    }
  }
  if (onlyOne.length === 0) return events;
  return { differ: `they attach to different events: ${onlyOne.slice(0, 4).join(', ')}` };
}

function byTarget({ compiled }: Side): Map<string, ProgramFunction[]> {
  const found = new Map<string, ProgramFunction[]>();
  for (const each of compiled.functions) {
    const target = canonicalTarget(each);
    found.set(target, [...(found.get(target) ?? []), each]);
  }
  return found;
}

/** `tracepoint/sched/x` and `tp/sched/x` are the same event, and so are the two ways to write a kprobe. */
function canonicalTarget({ target, kind }: ProgramFunction): string {
  const [, ...place] = target.split(/[:/]/);
  return kind === 'other' || place.length === 0 ? target : `${kind}:${place.join(':')}`;
}
