import { leftOnStack, ofEvent } from '../../helpers/input-names.ts';
import type { Term } from '../../terms/term.ts';
import type { Engine } from '../engine.ts';
import type { MachineState } from '../state/machine-state.ts';
import type { RegionShape } from '../state/region.ts';

/** What a byte holds to which nothing was written: anything. On the event's own stack a replay knows it by its name. */
export function unwrittenByte({ store }: Engine, state: MachineState, shape: RegionShape, offset: number): Term {
  const name = shape.outermost ? leftOnStack(offset - shape.size) : `uninitialised!${shape.id}+${offset}`;
  return store.variable(ofEvent(state.event, name), 8);
}
