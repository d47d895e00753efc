#include "vmlinux.h"
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

struct datagram {
  __u32 pid;
  __u32 port;
  __u64 bytes;
};

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 1 << 16);
} datagrams SEC(".maps");

static int report(struct sock *sk, struct msghdr *message, size_t length) {
  __u16 port = sk->__sk_common.skc_dport;
  struct datagram *datagram = bpf_ringbuf_reserve(&datagrams, sizeof(*datagram), 0);
  if (!datagram) return 0;
  if (message->msg_name) bpf_probe_read_kernel(&port, sizeof(port), message->msg_name + 2);
  datagram->pid = bpf_get_current_pid_tgid() >> 32;
  datagram->port = bpf_ntohs(port);
  datagram->bytes = length;
  bpf_ringbuf_submit(datagram, 0);
  return 0;
}

SEC("fentry/udp_sendmsg")
int BPF_PROG(on_udp, struct sock *sk, struct msghdr *message, size_t length) { return report(sk, message, length); }

SEC("fentry/udpv6_sendmsg")
int BPF_PROG(on_udp_six, struct sock *sk, struct msghdr *message, size_t length) { return report(sk, message, length); }

char LICENSE[] SEC("license") = "GPL";
