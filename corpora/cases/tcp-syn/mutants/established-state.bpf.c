// fault: connections that become established
#include "vmlinux.h"
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

SEC("fentry/tcp_finish_connect")
int BPF_PROG(syn_is_sent, struct sock *sk) {
  __u16 dport = bpf_ntohs(sk->__sk_common.skc_dport), sport = sk->__sk_common.skc_num;
  if (sk->__sk_common.skc_family == 2) {
    __be32 source = sk->__sk_common.skc_rcv_saddr, destination = sk->__sk_common.skc_daddr;
    bpf_printk("SYN %pI4:%d -> %pI4:%d", &source, sport, &destination, dport);
  } else {
    struct in6_addr source = sk->__sk_common.skc_v6_rcv_saddr, destination = sk->__sk_common.skc_v6_daddr;
    bpf_printk("SYN [%pI6c]:%d -> [%pI6c]:%d", &source, sport, &destination, dport);
  }
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
