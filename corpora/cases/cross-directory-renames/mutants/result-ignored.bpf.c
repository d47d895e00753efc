// fault: moves that fail are reported
#include "vmlinux.h"
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

struct move {
  __u32 pid;
  char old_name[64];
  char new_name[64];
};

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 1024);
  __type(key, __u32);
  __type(value, struct move);
} started SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 64 * 1024);
} moves SEC(".maps");

SEC("kprobe/vfs_rename")
int BPF_KPROBE(on_rename, struct renamedata *rename) {
  struct move move = {};
  __u64 id = bpf_get_current_pid_tgid();
  __u32 thread = id;

  if (BPF_CORE_READ(rename, old_dir) == BPF_CORE_READ(rename, new_dir)) return 0;
  move.pid = id >> 32;
  bpf_probe_read_kernel_str(move.old_name, sizeof(move.old_name), BPF_CORE_READ(rename, old_dentry, d_name.name));
  bpf_probe_read_kernel_str(move.new_name, sizeof(move.new_name), BPF_CORE_READ(rename, new_dentry, d_name.name));
  bpf_map_update_elem(&started, &thread, &move, BPF_ANY);
  return 0;
}

SEC("kretprobe/vfs_rename")
int BPF_KRETPROBE(on_renamed, int result) {
  __u32 thread = bpf_get_current_pid_tgid();
  struct move *move = bpf_map_lookup_elem(&started, &thread);

  if (!move) return 0;
  bpf_ringbuf_output(&moves, move, sizeof(*move), 0);
  bpf_map_delete_elem(&started, &thread);
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
