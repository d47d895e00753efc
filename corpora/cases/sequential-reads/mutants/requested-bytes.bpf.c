// fault: the end is never moved
#include "vmlinux.h"
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

struct file_name {
  char name[48];
};

struct reads {
  __u64 sequential;
  __u64 scattered;
};

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 4096);
  __type(key, struct file_name);
  __type(value, struct reads);
} reads_by_file SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 4096);
  __type(key, __u64);
  __type(value, __s64);
} ends SEC(".maps");

SEC("fentry/vfs_read")
int BPF_PROG(on_read, struct file *file, char *buffer, size_t count, loff_t *position) {
  struct file_name key = {};
  struct reads *reads, none = {};
  __u64 open_file = (__u64)file;
  __s64 begin = 0;
  __s64 *last_end = bpf_map_lookup_elem(&ends, &open_file);

  bpf_probe_read_kernel(&begin, sizeof(begin), position);
  if ((BPF_CORE_READ(file, f_inode, i_mode) & 0170000) != 0100000) return 0;
  bpf_probe_read_kernel_str(key.name, sizeof(key.name), BPF_CORE_READ(file, f_path.dentry, d_name.name));
  reads = bpf_map_lookup_elem(&reads_by_file, &key);
  if (!reads) {
    bpf_map_update_elem(&reads_by_file, &key, &none, BPF_NOEXIST);
    reads = bpf_map_lookup_elem(&reads_by_file, &key);
    if (!reads) return 0;
  }
  if (last_end) {
    if (*last_end == begin)
      __sync_fetch_and_add(&reads->sequential, 1);
    else
      __sync_fetch_and_add(&reads->scattered, 1);
  }
  return 0;
}

SEC("fexit/vfs_read")
int BPF_PROG(after_read, struct file *file, char *buffer, size_t count, loff_t *position, ssize_t result) {
  __u64 open_file = (__u64)file;
  __s64 end = 0;

  bpf_probe_read_kernel(&end, sizeof(end), position);
  if (result < 0) bpf_map_update_elem(&ends, &open_file, &end, BPF_ANY);
  return 0;
}

SEC("kprobe/__fput")
int BPF_KPROBE(on_close, struct file *file) {
  __u64 open_file = (__u64)file;

  bpf_map_delete_elem(&ends, &open_file);
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
