// fault: the first count is stored again and again
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

struct owner {
  __u32 pid;
  char comm[16];
};

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 4096);
  __type(key, struct owner);
  __type(value, __u64);
} locks SEC(".maps");

SEC("fentry/mutex_lock")
int BPF_PROG(on_lock) {
  struct owner owner = {};
  __u64 one = 1, *count;
  owner.pid = bpf_get_current_pid_tgid() >> 32;
  bpf_get_current_comm(owner.comm, sizeof(owner.comm));
  count = bpf_map_lookup_elem(&locks, &owner);
  if (count) {
    bpf_map_update_elem(&locks, &owner, &one, BPF_ANY);
  } else {
    bpf_map_update_elem(&locks, &owner, &one, BPF_NOEXIST);
  }
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
