import { contextWord, ofEvent, packetLength } from '../../helpers/input-names.ts';
import type { Engine } from '../engine.ts';
import { type Interrupt, isInterrupt, unsupported } from '../interrupt.ts';
import { packetRegion } from '../memory/packet.ts';
import { writeMemory, writeSlots } from '../memory/write-bytes.ts';
import { constantIn, numberIn, pointerIn } from '../registers.ts';
import { appended } from '../state/chain.ts';
import type { MachineState } from '../state/machine-state.ts';
import { returnFrom } from './arguments.ts';

const badAddress = -14n;
const invalid = -22n;

/** bpf_get_func_arg: an argument of the probed function, by number. */
export function functionArgument(engine: Engine, state: MachineState): Interrupt | undefined {
  const index = constantIn(state, 2, 'the number of an argument', 11);
  if (isInterrupt(index)) return index;
  const target = pointerIn(state, 3, 'the place for an argument');
  if (isInterrupt(target)) return target;
  const value = engine.input(state, contextWord(index * 8), 64);
  return writeMemory(engine, state, target, 8, value) ?? returnFrom(state, engine.number(0));
}

/** bpf_skb_load_bytes: bytes of the packet; zeros and -EFAULT when they are not all there. */
export function packetRead(engine: Engine, state: MachineState): Interrupt | undefined {
  const { store } = engine;
  const target = pointerIn(state, 3, 'the place for packet bytes');
  if (isInterrupt(target)) return target;
  const size = constantIn(state, 4, 'the number of packet bytes', 4096);
  if (isInterrupt(size)) return size;
  const start = numberIn(state, 2, 'an offset in the packet');
  if (isInterrupt(start)) return start;
  const packet = state.region(packetRegion(engine, state));
  if (packet.writtenOffsets().length > 0) return unsupported('skb_load_bytes after a write to the packet');
  const address = store.zeroExtend(store.extract(31, 0, start), 64);
  const length = store.zeroExtend(engine.input(state, packetLength, 32), 64);
  const there = engine.decide(state, store.ule(store.add(address, engine.number(size)), length));
  if (isInterrupt(there)) return there;
  const { event } = state;
  const name = ofEvent(event, 'packet');
  const slots = Array.from({ length: size }, (_, index) => ({
    content: there ? store.apply(name, 8, store.add(address, engine.number(index))) : store.constant(0, 8),
    position: 0,
  }));
  const written = writeSlots(engine, state, target, slots);
  if (written !== undefined) return written;
  const site = engine.site(state);
  state.reads = appended(state.reads, { event, space: 'packet', address, size, string: false, value: null, site });
  return returnFrom(state, engine.number(there ? 0 : badAddress));
}

/** bpf_get_ns_current_pid_tgid: thread and process number, 32 bits each; zeros when the namespace is another one. */
export function namespacePid(engine: Engine, state: MachineState): Interrupt | undefined {
  const { store } = engine;
  const target = pointerIn(state, 3, 'the place for the numbers of a task');
  if (isInterrupt(target)) return target;
  const found = engine.decide(state, store.eq(engine.input(state, 'in_namespace', 1), store.constant(1, 1)));
  if (isInterrupt(found)) return found;
  const numbers = found ? engine.input(state, 'namespace_pid', 64) : engine.number(0);
  return writeMemory(engine, state, target, 8, numbers) ?? returnFrom(state, engine.number(found ? 0 : invalid));
}

/** bpf_this_cpu_ptr, bpf_per_cpu_ptr: where a variable of the kernel lies for a CPU, which may be read directly. */
export function cpuVariable(engine: Engine, state: MachineState, cpu: 'this' | 'parameter'): Interrupt | undefined {
  const { store } = engine;
  const variable = numberIn(state, 1, 'a variable of the kernel');
  if (isInterrupt(variable)) return variable;
  const number = cpu === 'this' ? engine.input(state, 'cpu', 32) : numberIn(state, 2, 'the number of a CPU');
  if (isInterrupt(number)) return number;
  state.readsKernelDirectly = true;
  const low = number.width === 32 ? number : store.extract(31, 0, number);
  return returnFrom(state, store.apply('cpu_variable', 64, variable, low));
}
