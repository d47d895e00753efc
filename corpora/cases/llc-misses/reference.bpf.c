/*
 * One count per sample. A user-space loader opens the counter (PERF_COUNT_HW_CACHE_MISSES with a period of a million) on
 * each processor and attaches this program to it: a section cannot name an event.
 */
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
  __u64 one = 1, *value;
  bpf_get_current_comm(name.comm, sizeof(name.comm));
  value = bpf_map_lookup_elem(&samples, &name);
  if (value)
    __sync_fetch_and_add(value, 1);
  else
    bpf_map_update_elem(&samples, &name, &one, BPF_NOEXIST);
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
