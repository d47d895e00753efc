#include "vmlinux.h"
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

struct kind {
  char comm[16];
  __u32 type;
};

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 1024);
  __type(key, struct kind);
  __type(value, __u64);
} requests SEC(".maps");

SEC("kprobe/rtnetlink_rcv_msg")
int BPF_KPROBE(on_request, struct sk_buff *skb, struct nlmsghdr *message) {
  struct kind kind = {.type = BPF_CORE_READ(message, nlmsg_type)};
  __u64 one = 1, *count;
  bpf_get_current_comm(kind.comm, sizeof(kind.comm));
  count = bpf_map_lookup_elem(&requests, &kind);
  if (count)
    __sync_fetch_and_add(count, 1);
  else
    bpf_map_update_elem(&requests, &kind, &one, BPF_ANY);
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
