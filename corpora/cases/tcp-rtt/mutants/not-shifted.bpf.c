// fault: srtt_us is kept in eighths of a microsecond and was not divided
#include "vmlinux.h"
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

SEC("kprobe/tcp_rcv_established")
int BPF_KPROBE(on_segment, struct sock *sk) {
  struct tcp_sock *tcp = (struct tcp_sock *)sk;
  __u16 sport = BPF_CORE_READ(sk, __sk_common.skc_num), dport = bpf_ntohs(BPF_CORE_READ(sk, __sk_common.skc_dport));
  __u32 rtt = BPF_CORE_READ(tcp, srtt_us);
  if (BPF_CORE_READ(sk, __sk_common.skc_family) == 2) {
    __be32 source = BPF_CORE_READ(sk, __sk_common.skc_rcv_saddr), destination = BPF_CORE_READ(sk, __sk_common.skc_daddr);
    bpf_printk("%pI4:%d -> %pI4:%d rtt %u us", &source, sport, &destination, dport, rtt);
  } else {
    struct in6_addr source, destination;
    BPF_CORE_READ_INTO(&source, sk, __sk_common.skc_v6_rcv_saddr);
    BPF_CORE_READ_INTO(&destination, sk, __sk_common.skc_v6_daddr);
    bpf_printk("%pI6c:%d -> %pI6c:%d rtt %u us", &source, sport, &destination, dport, rtt);
  }
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
