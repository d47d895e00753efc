// fault: the total is overwritten
#include "vmlinux.h"
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#define FALLOC_FL_PUNCH_HOLE 2

struct file_name {
  char name[64];
};

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 4096);
  __type(key, struct file_name);
  __type(value, __u64);
} punched_bytes SEC(".maps");

SEC("kprobe/vfs_fallocate")
int BPF_KPROBE(on_fallocate, struct file *file, int mode, loff_t offset, loff_t length) {
  struct file_name key = {};
  __u64 bytes = length, *total;

  if (!(mode & FALLOC_FL_PUNCH_HOLE)) return 0;
  bpf_probe_read_kernel_str(key.name, sizeof(key.name), BPF_CORE_READ(file, f_path.dentry, d_name.name));
  total = bpf_map_lookup_elem(&punched_bytes, &key);
  if (total)
    *total = bytes;
  else
    bpf_map_update_elem(&punched_bytes, &key, &bytes, BPF_ANY);
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
