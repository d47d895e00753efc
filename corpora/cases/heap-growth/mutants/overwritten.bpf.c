// fault: the total is overwritten
#include "vmlinux.h"
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 4096);
  __type(key, __u64);
  __type(value, __u64);
} breaks SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 4096);
  __type(key, __u32);
  __type(value, __s64);
} heap_growth SEC(".maps");

SEC("tracepoint/syscalls/sys_enter_brk")
int on_enter(void *context) {
  struct task_struct *task = (struct task_struct *)bpf_get_current_task();
  __u64 id = bpf_get_current_pid_tgid();
  __u64 before = BPF_CORE_READ(task, mm, brk);

  bpf_map_update_elem(&breaks, &id, &before, BPF_ANY);
  return 0;
}

SEC("tracepoint/syscalls/sys_exit_brk")
int on_exit(struct trace_event_raw_sys_exit *context) {
  __u64 id = bpf_get_current_pid_tgid();
  __u64 *before = bpf_map_lookup_elem(&breaks, &id);
  __u32 process = id >> 32;
  __s64 step, *total;

  if (!before) return 0;
  step = (__u64)context->ret - *before;
  bpf_map_delete_elem(&breaks, &id);
  if (step == 0) return 0;
  total = bpf_map_lookup_elem(&heap_growth, &process);
  if (total)
    *total = step;
  else
    bpf_map_update_elem(&heap_growth, &process, &step, BPF_ANY);
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
