#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

struct name {
  char comm[16];
};

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 1024);
  __type(key, struct name);
  __type(value, __u32);
} counts SEC(".maps");

SEC("fentry/do_swap_page")
int BPF_PROG(on_fault) {
  struct name name = {};
  __u32 zero = 0, *count;

  bpf_get_current_comm(name.comm, sizeof(name.comm));
  bpf_map_update_elem(&counts, &name, &zero, BPF_NOEXIST);
  count = bpf_map_lookup_elem(&counts, &name);
  if (count) __sync_fetch_and_add(count, 1);
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
