#include "vmlinux.h"
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

struct size_key {
  char name[48];
  __u32 is_write;
  __u32 slot;
};

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 8192);
  __type(key, struct size_key);
  __type(value, __u64);
} calls SEC(".maps");

static __always_inline int record(struct file *file, long count, bool is_write) {
  struct size_key key = {.is_write = is_write};
  __u64 one = 1, *calls_so_far;

  if (count <= 0) return 0;
  const unsigned char *name = BPF_CORE_READ(file, f_path.dentry, d_name.name);
  bpf_probe_read_kernel_str(key.name, sizeof(key.name), name);
  for (int i = 0; i < 30 && count > 1; i++, count >>= 1) key.slot++;
  calls_so_far = bpf_map_lookup_elem(&calls, &key);
  if (calls_so_far)
    __sync_fetch_and_add(calls_so_far, 1);
  else
    bpf_map_update_elem(&calls, &key, &one, BPF_ANY);
  return 0;
}

SEC("fexit/vfs_read")
int BPF_PROG(after_read, struct file *file, char *buffer, size_t count, loff_t *position, ssize_t returned) {
  return record(file, returned, false);
}

SEC("fexit/vfs_write")
int BPF_PROG(after_write, struct file *file, const char *buffer, size_t count, loff_t *position, ssize_t returned) {
  return record(file, returned, true);
}

char LICENSE[] SEC("license") = "GPL";
