// fault: major faults only
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

struct process {
  __u32 pid;
  char comm[16];
};

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 10240);
  __type(key, struct process);
  __type(value, __u64);
} faults SEC(".maps");

SEC("kretprobe/handle_mm_fault")
int BPF_KRETPROBE(count_fault, long result) {
  if (!(result & VM_FAULT_MAJOR)) return 0;
  struct process process = {.pid = bpf_get_current_pid_tgid() >> 32};
  __u64 one = 1, *value;
  bpf_get_current_comm(process.comm, sizeof(process.comm));
  value = bpf_map_lookup_elem(&faults, &process);
  if (value)
    __sync_fetch_and_add(value, 1);
  else
    bpf_map_update_elem(&faults, &process, &one, BPF_NOEXIST);
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
