#include "vmlinux.h"
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

SEC("fentry/security_path_chmod")
int BPF_PROG(on_chmod, const struct path *path, umode_t mode) {
  char name[48] = {};

  if ((mode & 04000) == 0) return 0;
  bpf_probe_read_kernel_str(name, sizeof(name), BPF_CORE_READ(path, dentry, d_name.name));
  bpf_printk("pid %d sets mode %x of %s", (int)(bpf_get_current_pid_tgid() >> 32), mode, name);
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
