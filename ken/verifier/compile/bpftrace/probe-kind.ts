import type { ProbeKind } from '../compiled.ts';

/** Names of probe types and their short forms (bpftrace's manual, "Probes"). */
const kinds: Readonly<Record<string, ProbeKind>> = {
  ...{ kprobe: 'kprobe', k: 'kprobe', kretprobe: 'kretprobe', kr: 'kretprobe' },
  ...{ uprobe: 'uprobe', u: 'uprobe', uretprobe: 'uretprobe', ur: 'uretprobe', usdt: 'usdt', U: 'usdt' },
  ...{ tracepoint: 'tracepoint', t: 'tracepoint', rawtracepoint: 'raw-tracepoint', rt: 'raw-tracepoint' },
  ...{ fentry: 'fentry', f: 'fentry', kfunc: 'fentry', fexit: 'fexit', fr: 'fexit', kretfunc: 'fexit' },
  ...{ iter: 'iterator', it: 'iterator', profile: 'profile', p: 'profile', interval: 'interval', i: 'interval' },
  ...{ software: 'software', s: 'software', hardware: 'hardware', h: 'hardware', self: 'self' },
  ...{ watchpoint: 'watchpoint', w: 'watchpoint', asyncwatchpoint: 'watchpoint', aw: 'watchpoint' },
  ...{ BEGIN: 'begin', END: 'end', begin: 'begin', end: 'end' },
};

/** Kind of an attach point such as `kprobe:tcp_connect`. */
export function probeKind(attachPoint: string): ProbeKind {
  return kinds[attachPoint.split(':')[0] ?? ''] ?? 'other';
}
