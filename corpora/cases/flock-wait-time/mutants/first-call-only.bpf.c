// fault: only the first call of a process
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 4096);
  __type(key, __u32);
  __type(value, __u64);
} started SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 4096);
  __type(key, __u32);
  __type(value, __u64);
} flock_nanoseconds SEC(".maps");

SEC("tracepoint/syscalls/sys_enter_flock")
int on_enter(void *context) {
  __u32 thread = bpf_get_current_pid_tgid();
  __u64 now = bpf_ktime_get_ns();

  bpf_map_update_elem(&started, &thread, &now, BPF_ANY);
  return 0;
}

SEC("tracepoint/syscalls/sys_exit_flock")
int on_exit(void *context) {
  __u64 id = bpf_get_current_pid_tgid(), took, *total;
  __u32 thread = id, process = id >> 32;
  __u64 *start = bpf_map_lookup_elem(&started, &thread);

  if (!start) return 0;
  took = bpf_ktime_get_ns() - *start;
  bpf_map_delete_elem(&started, &thread);
  total = bpf_map_lookup_elem(&flock_nanoseconds, &process);
  if (total)
    return 0;
  else
    bpf_map_update_elem(&flock_nanoseconds, &process, &took, BPF_ANY);
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
