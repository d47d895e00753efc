import { KenError, quote } from '../../errors.ts';
import { modelOf } from '../terms/model.ts';
import type { Engine } from './engine.ts';
import type { Start, StopReason } from './exploration.ts';
import { isInterrupt } from './interrupt.ts';
import { makeStack } from './instructions/frames.ts';
import { letTracerClear } from './maps/tracer-clears.ts';
import { makeContext } from './memory/context.ts';
import { programType } from './program-type.ts';
import { MachineState } from './state/machine-state.ts';

/** The machine at the first instruction of an event. */
export function startEvent(
  engine: Engine,
  functionName: string,
  start: Start,
  event?: number,
): MachineState | StopReason {
  const body = engine.functions.get(functionName);
  if (body === undefined) throw new KenError('internal', `the object has no function ${quote(functionName)}`);
  const state = typeof start === 'string' ? new MachineState(body, emptyModel(), start) : continued(start);
  engine.assumptions.add(state.initially === 'empty' ? 'initial-maps-empty' : 'initial-maps-arbitrary');
  engine.assumptions.add('no-concurrency');
  const type = programType(body);
  Object.assign(state, {
    body,
    instruction: 0,
    frame: null,
    event: event ?? state.event + 1,
    executed: 0,
    counts: new Map(),
    loops: new Map(),
    checkedLookups: new Set(),
    sawNull: false,
    resumed: null,
    eventRegions: new Map(),
    packetBytes: 0,
    contextKind: type.context,
    returnValueAt: type.returnValueAt,
    readsKernelDirectly: type.readsKernelDirectly,
  } satisfies Partial<MachineState>);
  state.keepRegions(lastingRegions(state));
  state.registers.fill(null);
  const context = makeContext(engine, state);
  if (isInterrupt(context)) {
    const reason = 'reason' in context ? context.reason : 'the context is undecided';
    return { kind: 'unsupported', reason, site: { function: functionName, instruction: 0 } };
  }
  letTracerClear(engine, state);
  state.registers[1] = context;
  state.registers[10] = makeStack(state, functionName, true);
  return state;
}

const emptyModel = (): ReturnType<typeof modelOf> => modelOf({ variables: new Map(), functions: new Map() });

function continued(start: Start): MachineState {
  if (!(start instanceof MachineState)) throw new KenError('internal', 'this is not the end state of an event');
  return start.fork();
}

/** Regions that outlive the event: map values, before and after, and global variables. */
function lastingRegions(state: MachineState): Set<number> {
  const ids = new Set(state.globals.values());
  for (const { cells } of state.maps.values()) {
    for (const { region, initial } of cells) ids.add(region).add(initial.region);
  }
  return ids;
}
