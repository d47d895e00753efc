#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

struct {
  __uint(type, BPF_MAP_TYPE_PERCPU_HASH);
  __uint(max_entries, 4096);
  __type(key, __u32);
  __type(value, __u64);
} page_faults SEC(".maps");

SEC("tracepoint/exceptions/page_fault_user")
int on_fault(void *context) {
  __u32 pid = bpf_get_current_pid_tgid() >> 32;
  __u64 first = 1, *count = bpf_map_lookup_elem(&page_faults, &pid);
  if (count)
    *count += 1;
  else
    bpf_map_update_elem(&page_faults, &pid, &first, BPF_ANY);
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
