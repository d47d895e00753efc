// fault: the filter is inverted
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 1024);
  __type(key, __u32);
  __type(value, __u64);
} calls_by_segments SEC(".maps");

SEC("tracepoint/syscalls/sys_enter_writev")
int on_writev(struct trace_event_raw_sys_enter *context) {
  __u32 segments = context->args[2];
  __u64 one = 1, *calls;
  char comm[16];

  bpf_get_current_comm(comm, sizeof(comm));
  if (!bpf_strncmp(comm, sizeof("kengather"), "kengather")) return 0;
  calls = bpf_map_lookup_elem(&calls_by_segments, &segments);
  if (calls)
    __sync_fetch_and_add(calls, 1);
  else
    bpf_map_update_elem(&calls_by_segments, &segments, &one, BPF_ANY);
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
