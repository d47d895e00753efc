// Byte order in C.
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_endian.h>

SEC("kprobe/tcp_connect")
int BPF_KPROBE(connect_entry, struct sock *sk)
{
  ken_assume(sk != 0);
  __u16 raw = BPF_CORE_READ(sk, __sk_common.skc_dport);
  __u16 dport = bpf_ntohs(raw);
  __u16 sport = BPF_CORE_READ(sk, __sk_common.skc_num);
  __u32 address = BPF_CORE_READ(sk, __sk_common.skc_daddr);
  ken_assert(bpf_htons(dport) == raw);           // holds
  ken_assert(dport == raw);                      // fails
  ken_assert((dport >> 8) == (raw & 0xff));      // holds
  ken_assert(bpf_ntohl(bpf_ntohl(address)) == address);  // holds
  ken_assert(bpf_ntohl(address) == address);     // fails
  ken_assert(sport == bpf_ntohs(sport));         // fails
  if (raw == bpf_htons(443))
    ken_assert(dport == 443);                    // holds
  if (dport == 80)
    ken_assert(raw == 0x5000);                   // holds
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
