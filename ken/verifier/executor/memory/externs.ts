import type { Term } from '../../terms/term.ts';
import type { Engine } from '../engine.ts';
import type { MachineState } from '../state/machine-state.ts';
import { Pointer } from '../state/value.ts';

/** What libbpf computes itself and is the same on every kernel that is a target here (x86-64 from 5.17 on). */
const computed: Readonly<Record<string, bigint>> = { LINUX_HAS_BPF_COOKIE: 1n, LINUX_HAS_SYSCALL_WRAPPER: 1n };

/**
 * What a reference to an extern variable gives: for the kernel's configuration a pointer to its value, which is read-only
 * and arbitrary; for a symbol of the kernel its address.
 */
export function externValue(engine: Engine, state: MachineState, name: string): Pointer | Term {
  engine.assumptions.add('configuration-arbitrary');
  const { store } = engine;
  if (!/^(LINUX|CONFIG)_/.test(name)) return store.variable(`symbol.${name}`, 64);
  const key = `.kconfig ${name}`;
  const known = state.globals.get(key);
  if (known !== undefined) return new Pointer(known, 0);
  const value = computed[name];
  const content = value === undefined ? store.variable(`kconfig.${name}`, 64) : store.constant(value, 64);
  const id = state.addRegion({
    kind: 'data',
    name: `the configuration ${name}`,
    size: 8,
    writable: false,
    initial: (position) => ({ content, position }),
  });
  state.globals = new Map(state.globals).set(key, id);
  return new Pointer(id, 0);
}
