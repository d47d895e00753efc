// fault: the shortest write
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

struct process {
  __u32 pid;
  char comm[16];
};

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 10240);
  __type(key, __u64);
  __type(value, __u64);
} start SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 10240);
  __type(key, struct process);
  __type(value, __u64);
} longest_ms SEC(".maps");

SEC("kprobe/pipe_write")
int BPF_KPROBE(on_entry) {
  __u64 thread = bpf_get_current_pid_tgid(), now = bpf_ktime_get_ns();
  bpf_map_update_elem(&start, &thread, &now, BPF_ANY);
  return 0;
}

SEC("kretprobe/pipe_write")
int BPF_KRETPROBE(on_return) {
  __u64 thread = bpf_get_current_pid_tgid(), *began = bpf_map_lookup_elem(&start, &thread), *longest, time;
  struct process process = {.pid = thread >> 32};
  if (!began) return 0;
  time = (bpf_ktime_get_ns() - *began) / 1000000;
  bpf_map_delete_elem(&start, &thread);
  bpf_get_current_comm(process.comm, sizeof(process.comm));
  longest = bpf_map_lookup_elem(&longest_ms, &process);
  if (!longest || *longest > time) bpf_map_update_elem(&longest_ms, &process, &time, BPF_ANY);
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
