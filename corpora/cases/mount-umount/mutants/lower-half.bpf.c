// fault: the lower half of the id is the thread, not the process
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "GPL";

SEC("tracepoint/syscalls/sys_enter_mount")
int on_mount(struct trace_event_raw_sys_enter *call)
{
  bpf_printk("mount by %d", (int)(__u32)bpf_get_current_pid_tgid());
  return 0;
}

SEC("tracepoint/syscalls/sys_enter_umount")
int on_umount(struct trace_event_raw_sys_enter *call)
{
  bpf_printk("umount by %d", (int)(__u32)bpf_get_current_pid_tgid());
  return 0;
}
