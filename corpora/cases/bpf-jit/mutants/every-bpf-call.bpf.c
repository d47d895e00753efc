// fault: every bpf() call
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

SEC("tracepoint/syscalls/sys_enter_bpf")
int on_bpf(void *ctx) {
  bpf_printk("BPF JIT compile event");
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
