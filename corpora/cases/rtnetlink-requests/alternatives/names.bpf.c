#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

SEC("fentry/rtnetlink_rcv_msg")
int BPF_PROG(on_request, struct sk_buff *skb, struct nlmsghdr *message) {
  int pid = bpf_get_current_pid_tgid() >> 32;
  switch (message->nlmsg_type) {
    case 18: bpf_printk("%d RTM_GETLINK", pid); break;
    case 19: bpf_printk("%d RTM_SETLINK", pid); break;
    case 22: bpf_printk("%d RTM_GETADDR", pid); break;
    case 26: bpf_printk("%d RTM_GETROUTE", pid); break;
    default: bpf_printk("%d RTM_%d", pid, message->nlmsg_type);
  }
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
