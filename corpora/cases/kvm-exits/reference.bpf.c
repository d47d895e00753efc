#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

/* events/kvm/kvm_exit/format: KVM is a module, and its types are not in vmlinux.h. */
struct kvm_exit {
  __u64 common;
  __u32 exit_reason;
  __u32 unused;
  __u64 guest_rip;
};

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 1024);
  __type(key, __u32);
  __type(value, __u64);
} exits SEC(".maps");

SEC("tracepoint/kvm/kvm_exit")
int on_exit(struct kvm_exit *ctx) {
  __u32 reason = ctx->exit_reason;
  __u64 one = 1, *count = bpf_map_lookup_elem(&exits, &reason);
  if (count) {
    __sync_fetch_and_add(count, 1);
  } else {
    bpf_map_update_elem(&exits, &reason, &one, BPF_NOEXIST);
  }
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
