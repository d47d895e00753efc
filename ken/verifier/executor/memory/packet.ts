import { ofEvent, packetLength } from '../../helpers/input-names.ts';
import type { Engine } from '../engine.ts';
import type { MachineState } from '../state/machine-state.ts';

/** Ethernet's header, which every packet has; and the longest packet that is modelled. */
const shortest = 14;
const longest = 65_535;

/** The region of the event's packet. Its size is the longest one; accesses are checked against the input packet_length. */
export function packetRegion(engine: Engine, state: MachineState): number {
  const known = state.eventRegions.get('packet');
  if (known !== undefined) return known;
  const { store } = engine;
  engine.assumptions.add('packet-length');
  const length = engine.input(state, packetLength, 32);
  const name = ofEvent(state.event, 'packet');
  const id = state.addRegion({
    kind: 'packet',
    name: 'the packet',
    size: longest,
    writable: true,
    initial: (offset) => ({ content: store.apply(name, 8, engine.number(offset)), position: 0 }),
  });
  state.eventRegions = new Map(state.eventRegions).set('packet', id);
  state.packetBytes = shortest;
  if (state.model.value(length) === 0n) engine.witness(state, length, BigInt(shortest));
  engine.assume(state, store.ule(store.constant(shortest, 32), length));
  engine.assume(state, store.ule(length, store.constant(longest, 32)));
  return id;
}
