// fault: IPv6 is missing
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
};

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 1 << 16);
} events SEC(".maps");

static void log_syn(struct sk_buff *skb, int family) {
  unsigned char *head = BPF_CORE_READ(skb, head);
  __u16 network = BPF_CORE_READ(skb, network_header), transport = BPF_CORE_READ(skb, transport_header);
  struct tcphdr tcp;
  if (bpf_probe_read_kernel(&tcp, sizeof(tcp), head + transport)) return;
  if (!tcp.syn || tcp.ack) return;
  struct event *event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);
  if (!event) return;
  __builtin_memset(event, 0, sizeof(*event));
  event->family = family;
  event->sport = bpf_ntohs(tcp.source);
  event->dport = bpf_ntohs(tcp.dest);
  if (family == 2) {
    bpf_probe_read_kernel(event->source, 4, head + network + 12);
    bpf_probe_read_kernel(event->destination, 4, head + network + 16);
  } else {
    bpf_probe_read_kernel(event->source, 16, head + network + 8);
    bpf_probe_read_kernel(event->destination, 16, head + network + 24);
  }
  bpf_ringbuf_submit(event, 0);
}

SEC("kprobe/tcp_v4_rcv")
int BPF_KPROBE(packet_of_ipv4, struct sk_buff *skb) {
  log_syn(skb, 2);
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
