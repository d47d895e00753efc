#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

struct event {
  __u32 pid;
  char comm[16];
  __u64 asked;
  __u64 capacity;
};

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 1024);
  __type(key, __u64);
  __type(value, __u64);
} requests SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 1 << 16);
} events SEC(".maps");

SEC("tracepoint/syscalls/sys_enter_fcntl")
int on_enter(struct trace_event_raw_sys_enter *ctx) {
  __u64 thread = bpf_get_current_pid_tgid(), asked = ctx->args[2];
  if (ctx->args[1] == 1031) bpf_map_update_elem(&requests, &thread, &asked, BPF_ANY);
  return 0;
}

SEC("tracepoint/syscalls/sys_exit_fcntl")
int on_exit(struct trace_event_raw_sys_exit *ctx) {
  __u64 thread = bpf_get_current_pid_tgid(), *asked = bpf_map_lookup_elem(&requests, &thread);
  struct event *event;
  if (!asked) return 0;
  event = ctx->ret < 0 ? NULL : bpf_ringbuf_reserve(&events, sizeof(*event), 0);
  if (event) {
    __builtin_memset(event, 0, sizeof(*event));
    event->pid = thread >> 32;
    event->asked = *asked;
    event->capacity = ctx->ret;
    bpf_get_current_comm(event->comm, sizeof(event->comm));
    bpf_ringbuf_submit(event, 0);
  }
  bpf_map_delete_elem(&requests, &thread);
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
