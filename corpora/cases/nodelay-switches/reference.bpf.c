#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

struct event {
  __u32 pid;
  __s32 value;
  char comm[16];
};

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 1 << 16);
} events SEC(".maps");

SEC("tracepoint/syscalls/sys_enter_setsockopt")
int on_setsockopt(struct trace_event_raw_sys_enter *ctx) {
  if (ctx->args[1] != 6 || ctx->args[2] != 1) return 0;
  struct event *event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);
  if (!event) return 0;
  event->pid = bpf_get_current_pid_tgid() >> 32;
  event->value = -1;
  bpf_probe_read_user(&event->value, sizeof(event->value), (void *)ctx->args[3]);
  bpf_get_current_comm(event->comm, sizeof(event->comm));
  bpf_ringbuf_submit(event, 0);
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
