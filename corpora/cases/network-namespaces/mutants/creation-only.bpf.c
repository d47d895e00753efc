// fault: deletions are missing
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

struct event {
  __u32 pid;
  __u32 deleted;
  char comm[16];
};

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 1 << 16);
} events SEC(".maps");

static void report(__u32 deleted) {
  struct event *event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);
  if (!event) return;
  event->pid = bpf_get_current_pid_tgid() >> 32;
  event->deleted = deleted;
  bpf_get_current_comm(event->comm, sizeof(event->comm));
  bpf_ringbuf_submit(event, 0);
}

SEC("kprobe/setup_net")
int BPF_KPROBE(created) {
  report(0);
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
