// fault: by thread in place of process
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 4096);
  __type(key, __u32);
  __type(value, __u64);
} moved_bytes SEC(".maps");

static int add(long result) {
  __u32 process = bpf_get_current_pid_tgid();
  __u64 bytes = result, *total;

  if (result <= 0) return 0;
  total = bpf_map_lookup_elem(&moved_bytes, &process);
  if (total)
    __sync_fetch_and_add(total, bytes);
  else
    bpf_map_update_elem(&moved_bytes, &process, &bytes, BPF_ANY);
  return 0;
}

SEC("tracepoint/syscalls/sys_exit_sendfile64")
int on_sendfile(struct trace_event_raw_sys_exit *context) {
  return add(context->ret);
}

SEC("tracepoint/syscalls/sys_exit_splice")
int on_splice(struct trace_event_raw_sys_exit *context) {
  return add(context->ret);
}

SEC("tracepoint/syscalls/sys_exit_copy_file_range")
int on_copy(struct trace_event_raw_sys_exit *context) {
  return add(context->ret);
}

char LICENSE[] SEC("license") = "GPL";
