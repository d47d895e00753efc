// fault: only the first call is kept
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

struct kind {
  char comm[16];
  __u32 advice;
};

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 4096);
  __type(key, struct kind);
  __type(value, __u64);
} bytes_by_kind SEC(".maps");

SEC("tracepoint/syscalls/sys_enter_madvise")
int on_madvise(struct trace_event_raw_sys_enter *context) {
  struct kind kind = {.advice = context->args[2]};
  __u64 length = context->args[1], *bytes;

  bpf_get_current_comm(kind.comm, sizeof(kind.comm));
  bytes = bpf_map_lookup_elem(&bytes_by_kind, &kind);
  if (bytes)
    return 0;
  else
    bpf_map_update_elem(&bytes_by_kind, &kind, &length, BPF_ANY);
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
