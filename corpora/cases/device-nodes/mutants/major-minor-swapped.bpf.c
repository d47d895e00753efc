// fault: shifted the wrong way
#include "vmlinux.h"
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#define S_IFMT 0170000
#define S_IFCHR 0020000
#define S_IFBLK 0060000
#define MINORBITS 20

struct new_node {
  __u32 pid;
  __u32 mode;
  __u32 major;
  __u32 minor;
  char name[64];
};

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 64 * 1024);
} nodes SEC(".maps");

SEC("kprobe/vfs_mknod")
int BPF_KPROBE(on_mknod, struct mnt_idmap *idmap, struct inode *directory, struct dentry *dentry, umode_t mode, dev_t device) {
  struct new_node *node;

  if ((mode & S_IFMT) != S_IFCHR && (mode & S_IFMT) != S_IFBLK) return 0;
  node = bpf_ringbuf_reserve(&nodes, sizeof(*node), 0);
  if (!node) return 0;
  node->pid = bpf_get_current_pid_tgid() >> 32;
  node->mode = mode;
  node->major = device << MINORBITS;
  node->minor = device & ((1 << MINORBITS) - 1);
  bpf_probe_read_kernel_str(node->name, sizeof(node->name), BPF_CORE_READ(dentry, d_name.name));
  bpf_ringbuf_submit(node, 0);
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
