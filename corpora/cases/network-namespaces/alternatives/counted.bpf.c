#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

struct {
  __uint(type, BPF_MAP_TYPE_ARRAY);
  __uint(max_entries, 2);
  __type(key, __u32);
  __type(value, __u64);
} counts SEC(".maps");

static void count(__u32 kind) {
  __u64 *value = bpf_map_lookup_elem(&counts, &kind);
  if (value) __sync_fetch_and_add(value, 1);
}

SEC("fentry/setup_net")
int BPF_PROG(created) {
  count(0);
  return 0;
}

SEC("fentry/__put_net")
int BPF_PROG(deleted) {
  count(1);
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
