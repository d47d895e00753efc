// fault: messages that are refused count too
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

struct message {
  __u64 length;
  __u32 priority;
};

struct total {
  __u64 messages;
  __u64 bytes;
};

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 1024);
  __type(key, __u64);
  __type(value, struct message);
} pending SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 1024);
  __type(key, __u32);
  __type(value, struct total);
} totals SEC(".maps");

SEC("tracepoint/syscalls/sys_enter_mq_timedsend")
int on_enter(struct trace_event_raw_sys_enter *ctx) {
  __u64 thread = bpf_get_current_pid_tgid();
  struct message message = {.length = ctx->args[2], .priority = ctx->args[3]};
  bpf_map_update_elem(&pending, &thread, &message, BPF_ANY);
  return 0;
}

SEC("tracepoint/syscalls/sys_exit_mq_timedsend")
int on_exit(struct trace_event_raw_sys_exit *ctx) {
  __u64 thread = bpf_get_current_pid_tgid();
  struct message *message = bpf_map_lookup_elem(&pending, &thread);
  struct total none = {}, *total;
  __u32 priority;
  if (!message) return 0;
  priority = message->priority;
  if (ctx->ret <= 0) {
    bpf_map_update_elem(&totals, &priority, &none, BPF_NOEXIST);
    total = bpf_map_lookup_elem(&totals, &priority);
    if (total) {
      __sync_fetch_and_add(&total->messages, 1);
      __sync_fetch_and_add(&total->bytes, message->length);
    }
  }
  bpf_map_delete_elem(&pending, &thread);
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
