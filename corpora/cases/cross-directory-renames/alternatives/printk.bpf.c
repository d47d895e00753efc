#include "vmlinux.h"
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

SEC("kprobe/d_move")
int BPF_KPROBE(on_move, struct dentry *from, struct dentry *to) {
  char old_name[40] = {}, new_name[40] = {};

  if (BPF_CORE_READ(from, d_parent) == BPF_CORE_READ(to, d_parent)) return 0;
  bpf_probe_read_kernel_str(old_name, sizeof(old_name), BPF_CORE_READ(from, d_name.name));
  bpf_probe_read_kernel_str(new_name, sizeof(new_name), BPF_CORE_READ(to, d_name.name));
  bpf_printk("%d moved %s to %s", (int)(bpf_get_current_pid_tgid() >> 32), old_name, new_name);
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
