// fault: every segment that arrives
#include "vmlinux.h"
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

SEC("fentry/tcp_rcv_established")
int BPF_PROG(on_segment, struct sock *sk) {
  bpf_printk("lport=%d rport=%d", sk->__sk_common.skc_num, bpf_ntohs(sk->__sk_common.skc_dport));
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
