// fault: the value that is looked up is used without a check
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 1024);
  __type(key, __u32);
  __type(value, __u64);
} begun SEC(".maps");

SEC("kprobe/_raw_spin_lock_irqsave")
int BPF_KPROBE(take_lock) {
  __u32 thread = bpf_get_current_pid_tgid();
  __u64 now = bpf_ktime_get_ns();
  bpf_map_update_elem(&begun, &thread, &now, BPF_ANY);
  return 0;
}

SEC("kprobe/_raw_spin_unlock_irqrestore")
int BPF_KPROBE(release_lock) {
  __u32 thread = bpf_get_current_pid_tgid();
  __u64 *start = bpf_map_lookup_elem(&begun, &thread);
  __u64 took = bpf_ktime_get_ns() - *start;
  if (took > 500000) bpf_printk("atomic for %llu ns", took);
  bpf_map_delete_elem(&begun, &thread);
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
