#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

SEC("kprobe/btrfs_file_read_iter")
int read_begins(struct pt_regs *context) {
  bpf_printk("btrfs read pid %d", (int)(bpf_get_current_pid_tgid() >> 32));
  return 0;
}

SEC("kprobe/btrfs_file_write_iter")
int write_begins(struct pt_regs *context) {
  bpf_printk("btrfs write pid %d", (int)(bpf_get_current_pid_tgid() >> 32));
  return 0;
}

SEC("kprobe/btrfs_sync_file")
int sync_begins(struct pt_regs *context) {
  bpf_printk("btrfs fsync pid %d", (int)(bpf_get_current_pid_tgid() >> 32));
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
