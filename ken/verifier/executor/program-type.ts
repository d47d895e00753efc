import type { BpfFunction } from '../elf/object.ts';

/** What a program gets as its argument, and what it may do, as far as the section's name tells (libbpf's section_defs). */
export interface ProgramType {
  context: ContextKind;
  /** Pointers of the context may be read directly, as the kernel's type information allows. */
  readsKernelDirectly: boolean;
  /** Offset in the context of the value that the probed function returned. */
  returnValueAt: number | null;
}

/**
 * `registers`: struct pt_regs. `record`: a tracepoint's record. `arguments`: an array of 8-byte values.
 * `perf-event`: registers, sample period and address. `skb`: struct __sk_buff. `xdp`: struct xdp_md.
 */
export type ContextKind = 'registers' | 'record' | 'arguments' | 'perf-event' | 'skb' | 'xdp' | 'unknown';

const kinds: readonly [RegExp, ContextKind, direct?: true][] = [
  [/^(u|k)(ret)?probe(\.|\/|\+|:|_|$)/, 'registers'],
  [/^(u|k)(ret)?probe\.(multi|session)/, 'registers'],
  [/^(ksyscall|kretsyscall|usdt|begin|end|self|watchpoint|asyncwatchpoint|BEGIN|END)/, 'registers'],
  [/^(tp_btf|fentry|fexit|fmod_ret|lsm|iter|kfunc|kretfunc)/, 'arguments', true],
  [/^(raw_tp|raw_tracepoint|rawtracepoint)/, 'arguments'],
  [/^(tp|tracepoint)(\/|:|_|$)/, 'record'],
  [/^(perf_event|profile|interval|software|hardware)/, 'perf-event'],
  [/^xdp/, 'xdp'],
  [/^(tc|tcx|classifier|action|socket|cgroup_skb|sk_skb|lwt_)/, 'skb'],
];

export function programType({ section }: BpfFunction): ProgramType {
  const name = isBpftraceSection(section) ? section.slice(2) : section;
  const found = kinds.find(([pattern]) => pattern.test(name));
  const context = found?.[1] ?? 'unknown';
  const returns = /^[uk]retprobe|^kretsyscall/.test(name) && context === 'registers';
  return { context, readsKernelDirectly: found?.[2] ?? false, returnValueAt: returns ? 80 : null };
}

/** bpftrace names its sections s_<probe>_<number>. */
export const isBpftraceSection = (section: string): boolean => section.startsWith('s_');
