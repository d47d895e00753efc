#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

SEC("fexit/pipe_fcntl")
int BPF_PROG(on_pipe_fcntl, struct file *file, unsigned int command, unsigned int arg, long result) {
  char comm[16];
  if (command != 1031) return 0;
  bpf_get_current_comm(comm, sizeof(comm));
  bpf_printk("%s asked for %u: %ld", comm, arg, result);
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
