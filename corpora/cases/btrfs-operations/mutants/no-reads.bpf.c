// fault: reads are missing
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

enum operation { operation_read, operation_write, operation_open, operation_fsync };

struct event {
  __u32 pid;
  __u32 operation;
  char comm[16];
};

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 1 << 16);
} events SEC(".maps");

static __always_inline int report(__u32 operation) {
  struct event *event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);

  if (!event) return 0;
  event->pid = bpf_get_current_pid_tgid() >> 32;
  event->operation = operation;
  bpf_get_current_comm(event->comm, sizeof(event->comm));
  bpf_ringbuf_submit(event, 0);
  return 0;
}

SEC("kprobe/btrfs_file_write_iter")
int BPF_KPROBE(on_write) { return report(operation_write); }

SEC("kprobe/btrfs_file_open")
int BPF_KPROBE(on_open) { return report(operation_open); }

SEC("kprobe/btrfs_sync_file")
int BPF_KPROBE(on_fsync) { return report(operation_fsync); }

char LICENSE[] SEC("license") = "GPL";
