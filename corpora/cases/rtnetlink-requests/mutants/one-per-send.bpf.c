// fault: one message a send
#include "vmlinux.h"
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

SEC("kprobe/rtnetlink_rcv")
int BPF_KPROBE(on_send, struct sk_buff *skb) {
  struct nlmsghdr *message = (struct nlmsghdr *)BPF_CORE_READ(skb, data);
  char comm[16];
  bpf_get_current_comm(comm, sizeof(comm));
  bpf_printk("%s type %d", comm, BPF_CORE_READ(message, nlmsg_type));
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
