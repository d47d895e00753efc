// fault: the set-group-ID bit
#include "vmlinux.h"
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#define S_ISUID 02000

struct mode_change {
  __u32 pid;
  __u32 mode;
  char comm[16];
  char name[64];
};

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 64 * 1024);
} changes SEC(".maps");

SEC("kprobe/chmod_common")
int BPF_KPROBE(on_chmod, const struct path *path, umode_t mode) {
  struct mode_change *change;

  if (!(mode & S_ISUID)) return 0;
  change = bpf_ringbuf_reserve(&changes, sizeof(*change), 0);
  if (!change) return 0;
  change->pid = bpf_get_current_pid_tgid() >> 32;
  change->mode = mode & 07777;
  bpf_get_current_comm(change->comm, sizeof(change->comm));
  bpf_probe_read_kernel_str(change->name, sizeof(change->name), BPF_CORE_READ(path, dentry, d_name.name));
  bpf_ringbuf_submit(change, 0);
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
