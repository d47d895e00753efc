// fault: calls that change nothing are reported
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

struct change {
  __u32 pid;
  __u32 before;
  __u32 after;
  char comm[16];
};

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 1024);
  __type(key, __u64);
  __type(value, __u32);
} masks SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 64 * 1024);
} changes SEC(".maps");

SEC("tracepoint/syscalls/sys_enter_umask")
int on_enter(struct trace_event_raw_sys_enter *context) {
  __u64 id = bpf_get_current_pid_tgid();
  __u32 mask = context->args[0] & 0777;

  bpf_map_update_elem(&masks, &id, &mask, BPF_ANY);
  return 0;
}

SEC("tracepoint/syscalls/sys_exit_umask")
int on_exit(struct trace_event_raw_sys_exit *context) {
  __u64 id = bpf_get_current_pid_tgid();
  __u32 *mask = bpf_map_lookup_elem(&masks, &id);
  struct change change = {.pid = id >> 32, .before = context->ret};

  if (!mask) return 0;
  change.after = *mask;
  bpf_map_delete_elem(&masks, &id);
  bpf_get_current_comm(change.comm, sizeof(change.comm));
  bpf_ringbuf_output(&changes, &change, sizeof(change), 0);
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
