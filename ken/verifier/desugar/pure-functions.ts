/** Functions of bpftrace 0.23 that only compute or read (its manual, "Functions"), and `sizeof`, `offsetof`. */
export const bpftraceFunctions: ReadonlySet<string> = new Set(
  (
    'bswap buf cgroupid cgroup_path has_key kaddr kptr kstack ksym len macaddr nsecs ntop offsetof path pton reg sizeof ' +
    'str strcontains strerror strftime strncmp uaddr uptr ustack usym'
  ).split(' '),
);

/** Helpers and built-ins of C that change something: maps, buffers, packets, memory. A function of the program's own is let pass; the comparison with the original program finds what it changes. */
export function hasEffectsInC(name: string): boolean {
  if (/^(?:__sync_|__atomic_|__builtin_mem)/.test(name)) return true;
  if (!/^(?:bpf_|BPF_)/.test(name)) return /^(?:printk|memcpy|memset|memmove|__ken_\w*)$/.test(name);
  return !readers.test(name);
}

const readers =
  /^(?:bpf_(?:get_(?!stack|stackid)|ktime_|jiffies64|map_lookup_elem|ntoh|hton|be\d+_to|cpu_to|core_|strncmp|this_cpu_ptr|per_cpu_ptr|sk_fullsock|task_pt_regs|rdonly_cast)\w*|BPF_CORE_READ\w*|BPF_PROBE_READ\w*)$/;
