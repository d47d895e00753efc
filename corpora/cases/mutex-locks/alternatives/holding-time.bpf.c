#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

struct statistic {
  __u64 count;
  __u64 total_ns;
};

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 8192);
  __type(key, __u64);
  __type(value, __u64);
} taken SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 8192);
  __type(key, __u64);
  __type(value, struct statistic);
} held SEC(".maps");

SEC("kprobe/mutex_lock")
int BPF_KPROBE(on_lock, void *lock) {
  __u64 address = (__u64)lock, now = bpf_ktime_get_ns();
  bpf_map_update_elem(&taken, &address, &now, BPF_ANY);
  return 0;
}

SEC("kprobe/mutex_unlock")
int BPF_KPROBE(on_unlock, void *lock) {
  __u64 address = (__u64)lock, *start = bpf_map_lookup_elem(&taken, &address);
  struct statistic none = {}, *statistic;
  if (!start) return 0;
  bpf_map_update_elem(&held, &address, &none, BPF_NOEXIST);
  statistic = bpf_map_lookup_elem(&held, &address);
  if (statistic) {
    statistic->count++;
    statistic->total_ns += bpf_ktime_get_ns() - *start;
  }
  bpf_map_delete_elem(&taken, &address);
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
