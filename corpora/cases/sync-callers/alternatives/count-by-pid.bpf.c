#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 1024);
  __type(key, __u32);
  __type(value, __u64);
} calls SEC(".maps");

SEC("ksyscall/sync")
int BPF_KSYSCALL(count_sync) {
  __u32 pid = bpf_get_current_pid_tgid() >> 32;
  __u64 one = 1, *value = bpf_map_lookup_elem(&calls, &pid);
  if (value)
    __sync_fetch_and_add(value, 1);
  else
    bpf_map_update_elem(&calls, &pid, &one, BPF_ANY);
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
