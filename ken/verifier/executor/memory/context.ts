import { contextWord, packetLength } from '../../helpers/input-names.ts';
import type { Engine } from '../engine.ts';
import { type Interrupt, rejected, unsupported } from '../interrupt.ts';
import type { ContextKind } from '../program-type.ts';
import { programType } from '../program-type.ts';
import type { MachineState } from '../state/machine-state.ts';
import type { Region } from '../state/region.ts';
import { Pointer } from '../state/value.ts';
import { packetRegion } from './packet.ts';

interface Layout {
  /** Bytes that may be read. */
  size: number;
  /** First byte that may be read. */
  start: number;
  /** Pairs of first and last byte that may be written. */
  writable: readonly (readonly [number, number])[];
}

/** include/uapi/linux/bpf.h, include/linux/trace_events.h (PERF_MAX_TRACE_SIZE) and arch/x86/include/asm/ptrace.h. */
const layouts: Record<ContextKind, Layout> = {
  registers: { size: 168, start: 0, writable: [] },
  record: { size: 8192, start: 8, writable: [] },
  arguments: { size: 8 * 14, start: 0, writable: [] },
  'perf-event': { size: 184, start: 0, writable: [] },
  skb: {
    size: 192,
    start: 0,
    // mark, queue_mapping, priority, tc_index, cb[5], tc_classid, tstamp
    writable: [
      [8, 15],
      [32, 35],
      [44, 67],
      [72, 75],
      [152, 159],
    ],
  },
  xdp: { size: 24, start: 0, writable: [] },
  unknown: { size: 0, start: 0, writable: [] },
};

/** Where the packet's pointers lie: [data, data_end, data_meta]. */
const packetFields = { skb: [76, 80, 140], xdp: [0, 4, 8] } as const;

/** Pointer to the context of the event that begins. */
export function makeContext(engine: Engine, state: MachineState): Pointer | Interrupt {
  const kind = programType(state.body).context;
  if (kind === 'unknown') return unsupported(`programs of section ${state.body.section}`);
  engine.assumptions.add('context-free');
  const { size, writable } = layouts[kind];
  const { event } = state;
  const id = state.addRegion({
    kind: 'context',
    name: 'the context',
    size,
    writable: writable.length > 0,
    initial: (offset) => ({
      content: engine.store.variable(`e${event}.${contextWord(offset - (offset % 8))}`, 64),
      position: offset % 8,
    }),
  });
  state.eventRegions = new Map(state.eventRegions).set('context', id);
  return new Pointer(id, 0);
}

/**
 * What is special about an access to the context: packet pointers are made, the rest is noted as an input. Null when the
 * access may go on as in any region.
 */
export function contextAccess(
  engine: Engine,
  state: MachineState,
  region: Region,
  access: { offset: number; size: number; writing: boolean },
): Pointer | Interrupt | null {
  const { offset, size, writing } = access;
  const kind = state.contextKind;
  const layout = layouts[kind];
  if (offset < layout.start) return rejected(`the context cannot be read at offset ${offset}`);
  if (writing) {
    const allowed = layout.writable.some(([first, last]) => offset >= first && offset + size - 1 <= last);
    return allowed ? null : rejected(`the context cannot be written at offset ${offset}`);
  }
  if (kind === 'skb' || kind === 'xdp') {
    const field = (packetFields[kind] as readonly number[]).indexOf(offset);
    if (field >= 0)
      return size === 4 ? packetPointer(engine, state, field) : rejected('a packet pointer is read in part');
  }
  for (let word = offset - (offset % 8); word < offset + size; word += 8) {
    if (!region.written(word)) engine.input(state, contextWord(word), 64);
  }
  return null;
}

function packetPointer(engine: Engine, state: MachineState, field: number): Pointer | Interrupt {
  if (field === 2) return unsupported('packet metadata (data_meta)');
  const id = packetRegion(engine, state);
  if (field === 0) return new Pointer(id, 0);
  return new Pointer(id, 0, engine.store.zeroExtend(engine.input(state, packetLength, 32), 64));
}
