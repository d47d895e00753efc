/* Sizes of reads and writes by file name, as counters by power of two. */
#include "vmlinux.h"
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#define SLOTS 32

struct file_name {
  char name[64];
};

struct sizes {
  __u64 slots[SLOTS];
};

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 4096);
  __type(key, struct file_name);
  __type(value, struct sizes);
} sizes_by_file SEC(".maps");

static struct sizes empty;

static int record(struct file *file, size_t count) {
  struct file_name key = {};
  struct sizes *sizes;
  __u32 slot = 0;

  bpf_probe_read_kernel_str(key.name, sizeof(key.name), BPF_CORE_READ(file, f_path.dentry, d_name.name));
  sizes = bpf_map_lookup_elem(&sizes_by_file, &key);
  if (!sizes) {
    bpf_map_update_elem(&sizes_by_file, &key, &empty, BPF_NOEXIST);
    sizes = bpf_map_lookup_elem(&sizes_by_file, &key);
    if (!sizes) return 0;
  }
  for (int i = 0; i < SLOTS - 1 && count > 1; i++, count >>= 1) slot++;
  if (slot < SLOTS) __sync_fetch_and_add(&sizes->slots[slot], 1);
  return 0;
}

SEC("kprobe/vfs_read")
int BPF_KPROBE(on_read, struct file *file, char *buffer, size_t count) {
  return record(file, count);
}

SEC("kprobe/vfs_write")
int BPF_KPROBE(on_write, struct file *file, const char *buffer, size_t count) {
  return record(file, count);
}

char LICENSE[] SEC("license") = "GPL";
