#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 4096);
  __type(key, __u32);
  __type(value, __u32);
} timeouts SEC(".maps");

SEC("kretprobe/do_epoll_wait")
int BPF_KRETPROBE(on_return, int result) {
  __u32 pid = bpf_get_current_pid_tgid() >> 32, none = 0, *count;
  if (result != 0) return 0;
  bpf_map_update_elem(&timeouts, &pid, &none, BPF_NOEXIST);
  count = bpf_map_lookup_elem(&timeouts, &pid);
  if (count) __sync_fetch_and_add(count, 1);
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
