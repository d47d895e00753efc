// fault: the remote port stays in network byte order
#include "vmlinux.h"
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

struct event {
  __u16 local_port;
  __u16 remote_port;
  __u16 family;
  __u16 state;
};

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 1 << 16);
} events SEC(".maps");

SEC("kprobe/tcp_reset")
int BPF_KPROBE(on_reset, struct sock *sk) {
  struct event *event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);
  if (!event) return 0;
  event->local_port = BPF_CORE_READ(sk, __sk_common.skc_num);
  event->remote_port = BPF_CORE_READ(sk, __sk_common.skc_dport);
  event->family = BPF_CORE_READ(sk, __sk_common.skc_family);
  event->state = BPF_CORE_READ(sk, __sk_common.skc_state);
  bpf_ringbuf_submit(event, 0);
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
