// fault: the lower half of the id is the thread, not the process
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "GPL";

struct kill_event {
  __u32 sender;
  __s32 target;
  __s32 signal;
};

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 64 * 1024);
} events SEC(".maps");

SEC("tracepoint/syscalls/sys_enter_kill")
int on_kill(struct trace_event_raw_sys_enter *call)
{
  struct kill_event *event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);
  if (!event)
    return 0;
  event->sender = (__u32)bpf_get_current_pid_tgid();
  event->target = (__s32)call->args[0];
  event->signal = (__s32)call->args[1];
  bpf_ringbuf_submit(event, 0);
  return 0;
}
