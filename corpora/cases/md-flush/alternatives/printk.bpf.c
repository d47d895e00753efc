#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

SEC("kprobe/md_flush_request")
int flush(struct pt_regs *context) {
  char comm[16];

  bpf_get_current_comm(comm, sizeof(comm));
  bpf_printk("md flush by pid %d comm %s", (int)(bpf_get_current_pid_tgid() >> 32), comm);
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
