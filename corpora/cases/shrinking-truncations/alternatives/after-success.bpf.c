/* Waits for the result, and prints a line. */
#include "vmlinux.h"
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 1024);
  __type(key, __u64);
  __type(value, __s64);
} sizes SEC(".maps");

SEC("fentry/do_truncate")
int BPF_PROG(begin, struct mnt_idmap *idmap, struct dentry *dentry) {
  __u64 thread = bpf_get_current_pid_tgid();
  __s64 size = BPF_CORE_READ(dentry, d_inode, i_size);

  bpf_map_update_elem(&sizes, &thread, &size, BPF_ANY);
  return 0;
}

SEC("fexit/do_truncate")
int BPF_PROG(end, struct mnt_idmap *idmap, struct dentry *dentry, loff_t length, unsigned int attributes,
             struct file *file, int result) {
  __u64 thread = bpf_get_current_pid_tgid();
  __s64 *size = bpf_map_lookup_elem(&sizes, &thread);
  char name[48] = {};

  if (size && result == 0 && length < *size) {
    bpf_probe_read_kernel_str(name, sizeof(name), BPF_CORE_READ(dentry, d_name.name));
    bpf_printk("%s from %lld to %lld bytes", name, *size, length);
  }
  bpf_map_delete_elem(&sizes, &thread);
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
