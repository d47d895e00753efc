import type { ProbeKind } from '../compiled.ts';

/** Kind of a libbpf program by the first part of its section's name (libbpf's documentation, "Program Types"). */
export function sectionKind(section: string): ProbeKind {
  const first = section.replace(/^\?/, '').split('/')[0] ?? '';
  return kinds[first.replace(/\.(multi|session|s)(?=$|\.)/g, '')] ?? 'other';
}

const kinds: Readonly<Record<string, ProbeKind>> = {
  ...{ kprobe: 'kprobe', ksyscall: 'kprobe', kretprobe: 'kretprobe', kretsyscall: 'kretprobe' },
  ...{ uprobe: 'uprobe', uretprobe: 'uretprobe', usdt: 'usdt', tracepoint: 'tracepoint', tp: 'tracepoint' },
  ...{ raw_tracepoint: 'raw-tracepoint', raw_tp: 'raw-tracepoint', tp_btf: 'raw-tracepoint' },
  ...{ fentry: 'fentry', fexit: 'fexit', iter: 'iterator', perf_event: 'profile' },
};
