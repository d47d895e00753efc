#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 10240);
  __type(key, __u32);
  __type(value, __u64);
} begun SEC(".maps");

struct writes {
  __u64 count;
  __u64 longest_ms;
};

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 10240);
  __type(key, __u32);
  __type(value, struct writes);
} writes_by_process SEC(".maps");

SEC("fentry/pipe_write")
int BPF_PROG(on_entry) {
  __u32 thread = bpf_get_current_pid_tgid();
  __u64 now = bpf_ktime_get_ns();
  bpf_map_update_elem(&begun, &thread, &now, BPF_ANY);
  return 0;
}

SEC("fexit/pipe_write")
int BPF_PROG(on_exit) {
  __u64 id = bpf_get_current_pid_tgid(), *start, time;
  __u32 thread = id, pid = id >> 32;
  struct writes none = {}, *writes;
  start = bpf_map_lookup_elem(&begun, &thread);
  if (!start) return 0;
  time = (bpf_ktime_get_ns() - *start) / 1000000;
  bpf_map_delete_elem(&begun, &thread);
  bpf_map_update_elem(&writes_by_process, &pid, &none, BPF_NOEXIST);
  writes = bpf_map_lookup_elem(&writes_by_process, &pid);
  if (!writes) return 0;
  writes->count++;
  if (time > writes->longest_ms) writes->longest_ms = time;
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
