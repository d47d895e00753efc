// fault: the first count is stored again and again
#include "vmlinux.h"
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

struct cache {
  char name[32];
};

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 1024);
  __type(key, struct cache);
  __type(value, __u64);
} allocations SEC(".maps");

static void count(struct kmem_cache *from) {
  struct cache cache = {};
  __u64 one = 1, *allocated;
  bpf_probe_read_kernel_str(cache.name, sizeof(cache.name), BPF_CORE_READ(from, name));
  allocated = bpf_map_lookup_elem(&allocations, &cache);
  if (allocated) {
    bpf_map_update_elem(&allocations, &cache, &one, BPF_ANY);
  } else {
    bpf_map_update_elem(&allocations, &cache, &one, BPF_NOEXIST);
  }
}

SEC("kprobe/kmem_cache_alloc_noprof")
int BPF_KPROBE(on_allocation, struct kmem_cache *from) {
  count(from);
  return 0;
}

SEC("kprobe/kmem_cache_alloc_lru_noprof")
int BPF_KPROBE(on_inode_allocation, struct kmem_cache *from) {
  count(from);
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
