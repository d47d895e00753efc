// A time that the entry leaves for the return.
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_endian.h>

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 1024);
  __type(key, __u32);
  __type(value, __u64);
} started SEC(".maps");

SEC("kprobe/vfs_fsync")
int BPF_KPROBE(entry)
{
  __u32 tid = bpf_get_current_pid_tgid();
  __u64 now = bpf_ktime_get_ns();
  bpf_map_update_elem(&started, &tid, &now, BPF_ANY);
  return 0;
}

SEC("kretprobe/vfs_fsync")
int BPF_KRETPROBE(end, int result)
{
  __u32 tid = bpf_get_current_pid_tgid();
  __u64 *start = bpf_map_lookup_elem(&started, &tid);
  if (!start)
    return 0;
  __u64 took = bpf_ktime_get_ns() - *start;
  ken_assert(took < (1ull << 62));               // holds
  ken_assert(took != 0);                         // fails
  ken_assert(result <= 0);                       // fails: nothing in the program says so
  bpf_map_delete_elem(&started, &tid);
  ken_assert(!bpf_map_lookup_elem(&started, &tid));  // holds
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
