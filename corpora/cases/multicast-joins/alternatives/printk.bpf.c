#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

SEC("fentry/ip_mc_join_group")
int BPF_PROG(on_join, struct sock *sk, struct ip_mreqn *request) {
  __u32 group = request->imr_multiaddr.s_addr;
  bpf_printk("%d joins %pI4", (int)(bpf_get_current_pid_tgid() >> 32), &group);
  return 0;
}

SEC("fentry/ipv6_sock_mc_join")
int BPF_PROG(on_join_six, struct sock *sk, int interface, const struct in6_addr *group) {
  struct in6_addr copy = *group;
  bpf_printk("%d joins %pI6c", (int)(bpf_get_current_pid_tgid() >> 32), &copy);
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
