/* One counter for each file and kind of reading. */
#include "vmlinux.h"
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

struct reading {
  char name[36];
  char kind[12];
};

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 4096);
  __type(key, struct reading);
  __type(value, __u32);
} counts SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_LRU_HASH);
  __uint(max_entries, 4096);
  __type(key, __u64);
  __type(value, __s64);
} next_offset SEC(".maps");

SEC("fexit/vfs_read")
int BPF_PROG(after_read, struct file *file, char *buffer, size_t count, loff_t *position, ssize_t result) {
  struct reading key = {};
  __s64 end = 0, begin, *expected;
  __u64 open_file = (__u64)file;
  __u32 one = 1, *counter;

  if (result <= 0 || (file->f_inode->i_mode & 0170000) != 0100000) return 0;
  bpf_probe_read_kernel(&end, sizeof(end), position);
  begin = end - result;
  expected = bpf_map_lookup_elem(&next_offset, &open_file);
  bpf_probe_read_kernel_str(key.name, sizeof(key.name), file->f_path.dentry->d_name.name);
  if ((expected ? *expected : 0) == begin)
    __builtin_memcpy(key.kind, "sequential", 10);
  else
    __builtin_memcpy(key.kind, "random", 6);
  bpf_map_update_elem(&next_offset, &open_file, &end, BPF_ANY);
  counter = bpf_map_lookup_elem(&counts, &key);
  if (counter)
    __sync_fetch_and_add(counter, 1);
  else
    bpf_map_update_elem(&counts, &key, &one, BPF_ANY);
  return 0;
}

SEC("kprobe/__fput")
int BPF_KPROBE(on_close, struct file *file) {
  __u64 open_file = (__u64)file;

  bpf_map_delete_elem(&next_offset, &open_file);
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
