#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

struct kvm_exit {
  __u64 common;
  __u32 exit_reason;
};

SEC("tp/kvm/kvm_exit")
int on_exit(struct kvm_exit *ctx) {
  bpf_printk("vm exit, exit_reason=0x%x", ctx->exit_reason);
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
