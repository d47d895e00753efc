#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

SEC("fentry/dev_change_name")
int BPF_PROG(on_rename, struct net_device *device, const char *new_name) {
  char old[16], next[16], comm[16];
  bpf_probe_read_kernel_str(old, sizeof(old), device->name);
  bpf_probe_read_kernel_str(next, sizeof(next), new_name);
  bpf_get_current_comm(comm, sizeof(comm));
  bpf_printk("%s: %s -> %s", comm, old, next);
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
