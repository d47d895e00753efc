// fault: a number stands where the address of the key is needed
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
  __u64 one = 1, *value;
  value = bpf_map_lookup_elem(&samples, (void *)context->sample_period);
  if (value)
    __sync_fetch_and_add(value, 1);
  else
    bpf_map_update_elem(&samples, (void *)context->sample_period, &one, BPF_NOEXIST);
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
