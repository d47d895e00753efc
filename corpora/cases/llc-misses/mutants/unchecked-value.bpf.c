// fault: the counter that is looked up is used without a check
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

struct name {
  char comm[16];
};

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 4096);
  __type(key, struct name);
  __type(value, __u64);
} samples SEC(".maps");

SEC("perf_event")
int count_misses(struct bpf_perf_event_data *context) {
  struct name name = {};
  bpf_get_current_comm(name.comm, sizeof(name.comm));
  __u64 *value = bpf_map_lookup_elem(&samples, &name);
  __sync_fetch_and_add(value, 1);
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
