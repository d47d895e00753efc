/* One record for each hole that was punched. */
#include "vmlinux.h"
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

struct hole {
  __u32 pid;
  char name[36];
  __u64 offset;
  __u64 length;
};

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 64 * 1024);
} holes SEC(".maps");

SEC("fexit/vfs_fallocate")
int BPF_PROG(on_done, struct file *file, int mode, loff_t offset, loff_t length, int result) {
  struct hole *hole;

  if (result || !(mode & 2)) return 0;
  hole = bpf_ringbuf_reserve(&holes, sizeof(*hole), 0);
  if (!hole) return 0;
  hole->pid = bpf_get_current_pid_tgid() >> 32;
  hole->offset = offset;
  hole->length = length;
  bpf_probe_read_kernel_str(hole->name, sizeof(hole->name), BPF_CORE_READ(file, f_path.dentry, d_name.name));
  bpf_ringbuf_submit(hole, 0);
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
