import { memoryFunctions, ofEvent } from '../../helpers/input-names.ts';
import type { Term } from '../../terms/term.ts';
import type { Engine } from '../engine.ts';
import { appended } from '../state/chain.ts';
import { LazyBytes } from '../state/lazy-bytes.ts';
import type { MachineState } from '../state/machine-state.ts';

export type OutsideSpace = 'kernel' | 'user';

/** Below it nothing is mapped (mm.mmap_min_addr), so a read faults. */
const lowest = 4096n;

/** A read of memory that is not the program's. */
export interface OutsideRead {
  /** When it fails; all bytes are 0 then. */
  fault: Term;
  /** One byte of the memory, whether the read fails or not. */
  raw: (index: number) => Term;
}

/** Starts a read: notes it, and reports an address that may be NULL. */
export function readOutside(
  engine: Engine,
  state: MachineState,
  space: OutsideSpace,
  address: Term,
  size: number,
  string: boolean,
): OutsideRead {
  const { store } = engine;
  engine.assumptions.add(space === 'kernel' ? 'kernel-memory-stable' : 'user-memory-stable');
  const low = store.ult(address, engine.number(lowest));
  // A constant address is bpftrace's way to fill memory with zeros.
  if (address.op !== 'constant' && !isTrusted(state, address)) {
    engine.report(state, 'null-read', `the address that is read here may be NULL`, low);
  }
  let fault = low;
  if (engine.choices.readsMayFail) {
    engine.assumptions.add('reads-may-fail');
    fault = store.or(low, store.eq(engine.numbered(state, 'fault', 1), store.constant(1, 1)));
  } else {
    engine.assumptions.add('reads-succeed');
  }
  const name = ofEvent(state.event, memoryFunctions[space]);
  const raw = (index: number): Term => store.apply(name, 8, store.add(address, engine.number(index)));
  const value = string || size > 8 ? null : bytesOf(engine, { fault: store.false, raw }, size);
  const site = engine.site(state);
  state.reads = appended(state.reads, { event: state.event, space, address, size, string, value, site });
  return { fault, raw };
}

/** Up to eight bytes as one number. */
export function bytesOf({ store }: Engine, { fault, raw }: OutsideRead, size: number): Term {
  const bytes = Array.from({ length: size }, (_, index) => raw(size - 1 - index));
  const value = store.concat(...bytes);
  return store.ite(fault, store.constant(0, size * 8), value);
}

export function lazyBytesOf({ fault, raw }: OutsideRead, size: number): LazyBytes {
  return new LazyBytes(size, raw, fault);
}

/**
 * Whether an address is given by the event itself, at a distance: an argument or the current task. The value that a
 * function returned, and what was read from memory, may be NULL.
 */
function isTrusted(state: MachineState, address: Term): boolean {
  let term = address;
  while (term.op === 'add') {
    const [left, right] = term.args;
    if (left?.op === 'constant' && right) term = right;
    else if (right?.op === 'constant' && left) term = left;
    else return false;
  }
  if (term.op !== 'variable') return false;
  const returned = state.returnValueAt;
  return returned === null || term.name !== ofEvent(state.event, `context+${returned}`);
}
