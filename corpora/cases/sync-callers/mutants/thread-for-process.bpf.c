// fault: the thread id in place of the process id
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

SEC("tracepoint/syscalls/sys_enter_sync")
int on_sync(void *context) {
  bpf_printk("sync() called by process %d", (int)bpf_get_current_pid_tgid());
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
