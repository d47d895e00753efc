/* One ring-buffer record for each truncation that makes a file shorter. */
#include "vmlinux.h"
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

struct truncation {
  __s64 before;
  __s64 after;
  __u32 pid;
  __u32 unused;
  char name[64];
};

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 64 * 1024);
} truncations SEC(".maps");

SEC("kprobe/do_truncate")
int BPF_KPROBE(on_truncate, struct mnt_idmap *idmap, struct dentry *dentry, loff_t length) {
  __s64 before = BPF_CORE_READ(dentry, d_inode, i_size);
  struct truncation *truncation;

  if (length >= before) return 0;
  truncation = bpf_ringbuf_reserve(&truncations, sizeof(*truncation), 0);
  if (!truncation) return 0;
  truncation->before = before;
  truncation->after = length;
  truncation->pid = bpf_get_current_pid_tgid() >> 32;
  truncation->unused = 0;
  bpf_probe_read_kernel_str(truncation->name, sizeof(truncation->name), BPF_CORE_READ(dentry, d_name.name));
  bpf_ringbuf_submit(truncation, 0);
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
