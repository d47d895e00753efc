/**
 * One writing for the attach points of both frameworks, so that a kprobe in bpftrace and an fentry program in BPF C on the
 * same function are one hook: `kprobe:vfs_read`, `kretprobe:vfs_read`, `tracepoint:sched:sched_switch`, `xdp`. Null for
 * what is no place in the kernel (BEGIN, END, interval).
 */
export function canonicalHook(written: string): string | null {
  const [kind = '', ...rest] = written
    .replace(/^\?/, '')
    .split(written.includes('/') && !/^\w+:/.test(written) ? '/' : ':');
  const target = rest.join(':');
  switch (kind) {
    case 'BEGIN':
    case 'END':
    case 'begin':
    case 'end':
    case 'interval':
    case 'i':
    case 'self':
    case 'test':
    case 'bench':
      return null;
    case 'k':
    case 'kprobe':
    case 'fentry':
    case 'kfunc':
    case 'f':
    case 'kprobe.multi':
    case 'kprobe.session':
    case 'fentry.s':
      return `kprobe:${functionOf(target)}`;
    case 'kr':
    case 'kretprobe':
    case 'fexit':
    case 'kretfunc':
    case 'fr':
    case 'kretprobe.multi':
    case 'fexit.s':
      return `kretprobe:${functionOf(target)}`;
    case 'ksyscall':
      return `tracepoint:syscalls:sys_enter_${target}`;
    case 'kretsyscall':
      return `tracepoint:syscalls:sys_exit_${target}`;
    case 't':
    case 'tp':
    case 'tracepoint':
      return `tracepoint:${target}`;
    case 'rt':
    case 'raw_tp':
    case 'raw_tp.w':
    case 'raw_tracepoint':
    case 'rawtracepoint':
    case 'tp_btf':
      // A raw tracepoint has no category: the event's name is what both writings share.
      return `tracepoint:*:${target}`;
    case 'u':
    case 'uprobe':
    case 'uprobe.s':
    case 'uprobe.multi':
      return `uprobe:${symbolOf(target)}`;
    case 'ur':
    case 'uretprobe':
    case 'uretprobe.s':
    case 'uretprobe.multi':
      return `uretprobe:${symbolOf(target)}`;
    case 'U':
    case 'usdt':
      return `usdt:${symbolOf(target)}`;
    case 'p':
    case 'profile':
    case 'perf_event':
      return 'profile';
    case 's':
    case 'software':
      return `software:${target.split(':')[0] ?? ''}`;
    case 'h':
    case 'hardware':
      return `hardware:${target.split(':')[0] ?? ''}`;
    default:
      return target === '' ? kind : `${kind}:${target}`;
  }
}

/** `vfs_read+8` and `vmlinux:vfs_read` are the same function. */
function functionOf(target: string): string {
  return (target.split(':').at(-1) ?? '').replace(/\+.*$/, '');
}

/** The function without the path of its file, which differs from system to system. */
function symbolOf(target: string): string {
  return target.split(/[:/]/).at(-1) ?? '';
}
