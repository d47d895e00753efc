#include "vmlinux.h"
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

struct event {
  __u8 source[16];
  __u8 destination[16];
  __u16 sport;
  __u16 dport;
  __u32 family;
  __u32 rtt_us;
};

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 1 << 16);
} events SEC(".maps");

SEC("fentry/tcp_rcv_established")
int BPF_PROG(on_segment, struct sock *sk) {
  struct tcp_sock *tcp = bpf_skc_to_tcp_sock(sk);
  struct event *event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);
  if (!event) return 0;
  __builtin_memset(event, 0, sizeof(*event));
  event->family = sk->__sk_common.skc_family;
  event->sport = sk->__sk_common.skc_num;
  event->dport = bpf_ntohs(sk->__sk_common.skc_dport);
  if (tcp) event->rtt_us = tcp->srtt_us >> 3;
  if (event->family == 2) {
    BPF_CORE_READ_INTO(&event->source, sk, __sk_common.skc_rcv_saddr);
    BPF_CORE_READ_INTO(&event->destination, sk, __sk_common.skc_daddr);
  } else {
    BPF_CORE_READ_INTO(&event->source, sk, __sk_common.skc_v6_rcv_saddr.in6_u.u6_addr8);
    BPF_CORE_READ_INTO(&event->destination, sk, __sk_common.skc_v6_daddr.in6_u.u6_addr8);
  }
  bpf_ringbuf_submit(event, 0);
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
