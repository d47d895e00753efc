#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

SEC("tp/syscalls/sys_enter_openat")
int opened(struct trace_event_raw_sys_enter *context) {
  char name[128] = {}, comm[16] = {};
  bpf_probe_read_user_str(name, sizeof(name), (const void *)context->args[1]);
  bpf_get_current_comm(comm, sizeof(comm));
  bpf_printk("%s %d %s", comm, (int)(bpf_get_current_pid_tgid() >> 32), name);
  return 0;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
