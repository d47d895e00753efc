/* An array of counters by power of two. */
#include "vmlinux.h"
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#define SLOTS 16

struct {
  __uint(type, BPF_MAP_TYPE_ARRAY);
  __uint(max_entries, SLOTS);
  __type(key, __u32);
  __type(value, __u64);
} slots SEC(".maps");

SEC("ksyscall/writev")
int BPF_KSYSCALL(on_writev, unsigned long descriptor, const void *parts, unsigned long segments) {
  __u64 *counter;
  __u32 slot = 0;
  char comm[16];

  bpf_get_current_comm(comm, sizeof(comm));
  if (bpf_strncmp(comm, sizeof("kengather"), "kengather")) return 0;
  for (int i = 0; i < SLOTS - 1 && segments > 1; i++, segments >>= 1) slot++;
  counter = bpf_map_lookup_elem(&slots, &slot);
  if (counter) __sync_fetch_and_add(counter, 1);
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
