import type { MarkerKind } from '../../desugar/annotated.ts';
import type { Engine } from '../engine.ts';
import { Ended } from '../interrupt.ts';
import { appended } from '../state/chain.ts';
import type { MachineState } from '../state/machine-state.ts';

/** Notes that an annotation's marker was reached; a false assume ends the path. */
export function mark(engine: Engine, state: MachineState, kind: MarkerKind, id: number): Ended | undefined {
  const { event, condition, model } = state;
  const site = engine.site(state);
  state.marks = appended(state.marks, { kind, id, event, site, conditionLength: condition.length, model });
  return kind === 'cut' ? new Ended({ kind: 'cut', id }) : undefined;
}
