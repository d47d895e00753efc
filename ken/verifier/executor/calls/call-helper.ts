import { markerHelpers, type MarkerKind } from '../../desugar/annotated.ts';
import { helperContract } from '../../helpers/helper-table.ts';
import { type ClockName, numberedInput, type StableInput, stableInputWidths } from '../../helpers/input-names.ts';
import type { Term } from '../../terms/term.ts';
import type { Engine } from '../engine.ts';
import { type Ended, type Interrupt, isInterrupt, unsupported } from '../interrupt.ts';
import { beganBefore } from '../maps/start-of-script.ts';
import { constantIn } from '../registers.ts';
import type { MachineState } from '../state/machine-state.ts';
import { returnFrom } from './arguments.ts';
import { forEachEntry, loop } from './callbacks.ts';
import { cpuVariable, functionArgument, namespacePid, packetRead } from './context-helpers.ts';
import { deleteEntry, lookup, lookupOnCpu, storageDelete, storageGet, update } from './map-helpers.ts';
import { mark } from './marks.ts';
import { currentComm, readMemoryHelper, readStringHelper, taskInput } from './memory-helpers.ts';
import { output, overrideReturn, ringCommit, ringReserve, signal, writeUserMemory } from './output-helpers.ts';
import { print } from './print.ts';
import { stackCopy } from './stack-helpers.ts';
import { compareStrings, printToBuffer } from './text-helpers.ts';

/** Calls a kernel helper: its contract of the table says what it is, this is what it does to symbolic memory. */
export function callHelper(engine: Engine, state: MachineState, id: number): Interrupt | Ended | undefined {
  const marker = markers.get(id);
  if (marker !== undefined) return callMarker(engine, state, marker);
  const { effect, name } = helperContract(id);
  const { store } = engine;
  switch (effect.kind) {
    case 'stable-input': {
      if (effect.input === 'registers' || name === 'get_current_task_btf') state.readsKernelDirectly = true;
      return returnFrom(state, stableInput(engine, state, effect.input));
    }
    case 'fresh-input': {
      engine.assumptions.add('random-fresh');
      const value = engine.numbered(state, effect.input, effect.width);
      return returnFrom(state, effect.signed ? store.signExtend(value, 64) : store.zeroExtend(value, 64));
    }
    case 'clock':
      return returnFrom(state, clock(engine, state, effect.clock));
    case 'constant':
      if (effect.assumption) engine.assumptions.add(effect.assumption);
      return returnFrom(state, engine.number(effect.value));
    case 'current-comm':
      return currentComm(engine, state);
    case 'read-memory':
      return readMemoryHelper(engine, state, effect.space);
    case 'read-string':
      return readStringHelper(engine, state, effect.space);
    case 'write-user-memory':
      return writeUserMemory(engine, state);
    case 'map-lookup':
      return lookup(engine, state);
    case 'map-lookup-cpu':
      return lookupOnCpu(engine, state);
    case 'map-update':
      return update(engine, state);
    case 'map-delete':
      return deleteEntry(engine, state);
    case 'storage-get':
      return storageGet(engine, state);
    case 'storage-delete':
      return storageDelete(engine, state);
    case 'for-each-entry':
      return forEachEntry(engine, state);
    case 'loop':
      return loop(engine, state);
    case 'output':
      return output(engine, state, effect);
    case 'ring-reserve':
      return ringReserve(engine, state);
    case 'ring-commit':
      return ringCommit(engine, state, effect.discard);
    case 'print':
      return print(engine, state, effect);
    case 'print-to-buffer':
      return printToBuffer(engine, state);
    case 'compare-strings':
      return compareStrings(engine, state);
    case 'signal':
      return signal(engine, state);
    case 'override-return':
      return overrideReturn(engine, state);
    case 'stack-id':
      engine.assumptions.add('stack-ids');
      return returnFrom(state, engine.numbered(state, 'stackid', 64));
    case 'stack-copy':
      return stackCopy(engine, state, effect);
    case 'function-argument':
      return functionArgument(engine, state);
    case 'packet-read':
      return packetRead(engine, state);
    case 'namespace-pid':
      return namespacePid(engine, state);
    case 'cpu-variable':
      return cpuVariable(engine, state, effect.cpu);
    case 'function-result':
    case 'map-push':
    case 'map-pop':
    case 'map-peek':
    case 'parse-number':
      return unsupported(`helper ${name}`);
    case 'unsupported':
      return unsupported(`helper ${name}: ${effect.why}`);
  }
}

const markers: ReadonlyMap<number, MarkerKind> = new Map([
  [markerHelpers.fail, 'fail'],
  [markerHelpers.reach, 'reach'],
  [markerHelpers.cut, 'cut'],
]);

function callMarker(engine: Engine, state: MachineState, kind: MarkerKind): Interrupt | Ended | undefined {
  const id = constantIn(state, 1, 'the number of a marker', 1 << 30);
  if (isInterrupt(id)) return id;
  return mark(engine, state, kind, id) ?? returnFrom(state, engine.number(0));
}

const ofTask: ReadonlySet<StableInput> = new Set(['pid_tgid', 'uid_gid', 'task', 'cgroup']);

function stableInput(engine: Engine, state: MachineState, input: StableInput): Term {
  const width = stableInputWidths[input];
  if (input === 'task') engine.assumptions.add('task-unrelated');
  const lasting = input === 'cpu' && engine.choices.oneCpu;
  if (lasting) engine.assumptions.add('one-cpu');
  const value = ofTask.has(input)
    ? taskInput(engine, state, input, width)
    : lasting
      ? engine.lastingInput(state, input, width)
      : engine.input(state, input, width);
  return engine.store.zeroExtend(value, 64);
}

/** Time never runs backwards within a sequence. */
function clock(engine: Engine, state: MachineState, name: ClockName): Term {
  const { store } = engine;
  const last = state.clocks.get(name) ?? null;
  const stable = engine.choices.stableClock;
  const count = state.counts.get(name) ?? 0;
  engine.assumptions.add(stable ? 'clock-stable' : 'clock-monotone');
  if (stable && count > 0 && last !== null) return last;
  const now = engine.input(state, numberedInput(name, count), 64);
  state.counts = new Map(state.counts).set(name, count + 1);
  if (last !== null) {
    const before = state.model.value(last);
    if (typeof before === 'bigint') engine.witness(state, now, before);
    engine.assume(state, store.ule(last, now));
  } else if (name === 'boottime') {
    const began = beganBefore(engine, now);
    if (began !== null) {
      engine.assumptions.add('script-began');
      engine.assume(state, began);
    }
  }
  engine.assume(state, store.ult(now, engine.number(1n << 62n)));
  state.clocks = new Map(state.clocks).set(name, now);
  return now;
}
