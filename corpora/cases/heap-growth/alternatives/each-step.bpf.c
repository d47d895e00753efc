/* One line for each step. */
#include "vmlinux.h"
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 4096);
  __type(key, __u32);
  __type(value, __u64);
} breaks SEC(".maps");

SEC("kprobe/__x64_sys_brk")
int BPF_KPROBE(on_enter) {
  struct task_struct *task = (struct task_struct *)bpf_get_current_task();
  __u32 thread = bpf_get_current_pid_tgid();
  __u64 before = BPF_CORE_READ(task, mm, brk);

  bpf_map_update_elem(&breaks, &thread, &before, BPF_ANY);
  return 0;
}

SEC("kretprobe/__x64_sys_brk")
int BPF_KRETPROBE(on_exit, unsigned long after) {
  __u64 id = bpf_get_current_pid_tgid();
  __u32 thread = id;
  __u64 *before = bpf_map_lookup_elem(&breaks, &thread);

  if (before && *before != after) bpf_printk("pid %d heap %lld", (int)(id >> 32), (__s64)(after - *before));
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
