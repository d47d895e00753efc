import type { BpfObject } from '../elf/object.ts';
import type { Side } from './equivalence.ts';
import type { CommonEvents } from './events.ts';

/** bpftrace's own map with the time at which the script began; `elapsed` looks at it. */
const startOfScript = 'elapsed';

/**
 * Why no difference is no proof: in some event only one program reads `elapsed`, and the search lets a script begin at
 * time zero, where `elapsed` and `nsecs` are the same. Null when that cannot be.
 */
export function timeBaseDoubt(left: Side, right: Side, { begin, middle, end }: CommonEvents): string | null {
  const event = [...begin, ...middle, ...end].find(
    (each) => reads(left.object, each.left?.symbol) !== reads(right.object, each.right?.symbol),
  );
  return event ? `only one of them reads "elapsed" in ${event.target}, and when a script began is not modelled` : null;
}

function reads({ functions }: BpfObject, symbol: string | undefined): boolean {
  const references = functions.find(({ name }) => name === symbol)?.references.values() ?? [];
  return [...references].some((reference) => reference.kind === 'map' && reference.map === startOfScript);
}
