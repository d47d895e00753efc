#include "vmlinux.h"
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

SEC("fentry/security_inode_mknod")
int BPF_PROG(on_mknod, struct inode *directory, struct dentry *dentry, umode_t mode, dev_t device) {
  int type = mode & 0170000;
  char name[40] = {};

  if (type != 0020000 && type != 0060000) return 0;
  bpf_probe_read_kernel_str(name, sizeof(name), BPF_CORE_READ(dentry, d_name.name));
  bpf_printk("%d mknod %s type %s major %u minor %u", (int)(bpf_get_current_pid_tgid() >> 32), name,
             type == 0020000 ? "c" : "b", device >> 20, device & 0xfffff);
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
