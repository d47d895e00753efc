#include "vmlinux.h"
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

struct event {
  __u32 pid;
  __u16 family;
  __u16 sport;
  __u16 dport;
  __u16 unused;
  __u8 source[16];
  __u8 destination[16];
  char comm[16];
};

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 1 << 16);
} events SEC(".maps");

SEC("kprobe/tcp_connect")
int BPF_KPROBE(on_tcp_connect, struct sock *sk) {
  struct event *event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);
  if (!event) return 0;
  __builtin_memset(event, 0, sizeof(*event));
  event->pid = bpf_get_current_pid_tgid() >> 32;
  event->family = BPF_CORE_READ(sk, __sk_common.skc_family);
  event->sport = BPF_CORE_READ(sk, __sk_common.skc_num);
  event->dport = bpf_ntohs(BPF_CORE_READ(sk, __sk_common.skc_dport));
  if (event->family == 2) {
    BPF_CORE_READ_INTO(&event->source, sk, __sk_common.skc_rcv_saddr);
    BPF_CORE_READ_INTO(&event->destination, sk, __sk_common.skc_daddr);
  } else {
    BPF_CORE_READ_INTO(&event->source, sk, __sk_common.skc_v6_rcv_saddr.in6_u.u6_addr8);
    BPF_CORE_READ_INTO(&event->destination, sk, __sk_common.skc_v6_daddr.in6_u.u6_addr8);
  }
  bpf_get_current_comm(event->comm, sizeof(event->comm));
  bpf_ringbuf_submit(event, 0);
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
