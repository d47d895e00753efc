/* The file system's part of flock(), with fentry and fexit; count and sum by process. */
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

struct wait {
  __u64 calls;
  __u64 nanoseconds;
};

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 4096);
  __type(key, __u64);
  __type(value, __u64);
} started SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 4096);
  __type(key, __u32);
  __type(value, struct wait);
} waits SEC(".maps");

SEC("fentry/__x64_sys_flock")
int BPF_PROG(begin) {
  __u64 id = bpf_get_current_pid_tgid(), now = bpf_ktime_get_ns();

  bpf_map_update_elem(&started, &id, &now, BPF_ANY);
  return 0;
}

SEC("fexit/__x64_sys_flock")
int BPF_PROG(end) {
  __u64 id = bpf_get_current_pid_tgid();
  __u64 *start = bpf_map_lookup_elem(&started, &id);
  __u32 process = id >> 32;
  struct wait *wait, none = {};

  if (!start) return 0;
  wait = bpf_map_lookup_elem(&waits, &process);
  if (!wait) {
    bpf_map_update_elem(&waits, &process, &none, BPF_NOEXIST);
    wait = bpf_map_lookup_elem(&waits, &process);
    if (!wait) return 0;
  }
  __sync_fetch_and_add(&wait->calls, 1);
  __sync_fetch_and_add(&wait->nanoseconds, bpf_ktime_get_ns() - *start);
  bpf_map_delete_elem(&started, &id);
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
