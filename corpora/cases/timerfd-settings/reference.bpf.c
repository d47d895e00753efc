#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

struct event {
  __u32 pid;
  char comm[16];
  __u64 initial_ms;
  __u64 interval_ms;
};

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 1 << 16);
} events SEC(".maps");

SEC("tracepoint/syscalls/sys_enter_timerfd_settime")
int on_settime(struct trace_event_raw_sys_enter *ctx) {
  struct __kernel_itimerspec timer = {};
  struct event *event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);
  if (!event) return 0;
  bpf_probe_read_user(&timer, sizeof(timer), (void *)ctx->args[2]);
  __builtin_memset(event, 0, sizeof(*event));
  event->pid = bpf_get_current_pid_tgid() >> 32;
  bpf_get_current_comm(event->comm, sizeof(event->comm));
  event->initial_ms = (__u64)timer.it_value.tv_sec * 1000 + (__u64)timer.it_value.tv_nsec / 1000000;
  event->interval_ms = (__u64)timer.it_interval.tv_sec * 1000 + (__u64)timer.it_interval.tv_nsec / 1000000;
  bpf_ringbuf_submit(event, 0);
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
