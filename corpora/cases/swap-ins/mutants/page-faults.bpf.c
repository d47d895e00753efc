// fault: all page faults
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

struct process {
  __u32 pid;
  char comm[16];
};

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 8192);
  __type(key, struct process);
  __type(value, __u64);
} swap_ins SEC(".maps");

SEC("kprobe/handle_mm_fault")
int BPF_KPROBE(on_swap_in) {
  struct process process = {.pid = bpf_get_current_pid_tgid() >> 32};
  __u64 one = 1, *count;

  bpf_get_current_comm(process.comm, sizeof(process.comm));
  count = bpf_map_lookup_elem(&swap_ins, &process);
  if (count)
    __sync_fetch_and_add(count, 1);
  else
    bpf_map_update_elem(&swap_ins, &process, &one, BPF_ANY);
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
