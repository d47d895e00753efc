// fault: the thread in place of the process
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

struct event {
  __u64 latency;
  __u32 pid;
  char comm[16];
};

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 1024);
  __type(key, __u32);
  __type(value, __u64);
} starts SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 1 << 14);
} events SEC(".maps");

SEC("kprobe/compact_zone")
int BPF_KPROBE(on_begin) {
  __u32 thread = bpf_get_current_pid_tgid();
  __u64 now = bpf_ktime_get_ns();

  bpf_map_update_elem(&starts, &thread, &now, BPF_ANY);
  return 0;
}

SEC("kretprobe/compact_zone")
int BPF_KRETPROBE(on_end) {
  __u64 ids = bpf_get_current_pid_tgid(), *start;
  __u32 thread = ids;
  struct event *event;

  start = bpf_map_lookup_elem(&starts, &thread);
  if (!start) return 0;
  event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);
  if (event) {
    event->latency = bpf_ktime_get_ns() - *start;
    event->pid = ids;
    bpf_get_current_comm(event->comm, sizeof(event->comm));
    bpf_ringbuf_submit(event, 0);
  }
  bpf_map_delete_elem(&starts, &thread);
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
