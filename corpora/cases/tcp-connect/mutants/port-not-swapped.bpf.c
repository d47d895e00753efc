// fault: the destination port stays in network byte order
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

SEC("fentry/tcp_connect")
int BPF_PROG(connect_starts, struct sock *sk) {
  __u16 port = sk->__sk_common.skc_dport;
  bpf_printk("connect by %d to port %d", (int)(bpf_get_current_pid_tgid() >> 32), port);
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
