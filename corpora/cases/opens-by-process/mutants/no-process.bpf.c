// fault: nothing tells the process
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

SEC("tp/syscalls/sys_enter_openat")
int opened(struct trace_event_raw_sys_enter *context) {
  char name[128] = {};
  bpf_probe_read_user_str(name, sizeof(name), (const void *)context->args[1]);
  bpf_printk("opened %s", name);
  return 0;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
