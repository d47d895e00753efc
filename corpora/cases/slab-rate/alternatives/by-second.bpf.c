#include "vmlinux.h"
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

struct cache_second {
  __u64 second;
  char name[32];
};

struct rate {
  __u64 objects;
  __u64 bytes;
};

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 8192);
  __type(key, struct cache_second);
  __type(value, struct rate);
} rates SEC(".maps");

SEC("kprobe/kmem_cache_alloc_noprof")
int BPF_KPROBE(on_allocation, struct kmem_cache *cache) {
  struct cache_second slot = {};
  struct rate none = {}, *rate;
  slot.second = bpf_ktime_get_ns() / 1000000000;
  bpf_probe_read_kernel_str(slot.name, sizeof(slot.name), BPF_CORE_READ(cache, name));
  bpf_map_update_elem(&rates, &slot, &none, BPF_NOEXIST);
  rate = bpf_map_lookup_elem(&rates, &slot);
  if (!rate) return 0;
  __sync_fetch_and_add(&rate->objects, 1);
  __sync_fetch_and_add(&rate->bytes, BPF_CORE_READ(cache, size));
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
