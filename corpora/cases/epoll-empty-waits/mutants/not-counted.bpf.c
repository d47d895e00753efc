// fault: the counter stays at 1
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

struct process {
  __u32 pid;
  char comm[16];
};

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 4096);
  __type(key, struct process);
  __type(value, __u64);
} empty_waits SEC(".maps");

static int count_empty(struct trace_event_raw_sys_exit *ctx) {
  struct process process = {.pid = bpf_get_current_pid_tgid() >> 32};
  __u64 one = 1, *count;
  if (ctx->ret != 0) return 0;
  bpf_get_current_comm(process.comm, sizeof(process.comm));
  count = bpf_map_lookup_elem(&empty_waits, &process);
  if (count)
    *count = 1;
  else
    bpf_map_update_elem(&empty_waits, &process, &one, BPF_ANY);
  return 0;
}

SEC("tracepoint/syscalls/sys_exit_epoll_wait")
int on_wait(struct trace_event_raw_sys_exit *ctx) { return count_empty(ctx); }

SEC("tracepoint/syscalls/sys_exit_epoll_pwait")
int on_pwait(struct trace_event_raw_sys_exit *ctx) { return count_empty(ctx); }

SEC("tracepoint/syscalls/sys_exit_epoll_pwait2")
int on_pwait2(struct trace_event_raw_sys_exit *ctx) { return count_empty(ctx); }

char LICENSE[] SEC("license") = "GPL";
