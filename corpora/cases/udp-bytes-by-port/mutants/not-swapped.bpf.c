// fault: ports stay in network byte order
#include "vmlinux.h"
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

struct total {
  __u64 datagrams;
  __u64 bytes;
};

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 1024);
  __type(key, __u16);
  __type(value, struct total);
} totals SEC(".maps");

static int count(struct sock *sk, struct msghdr *message, size_t length) {
  struct sockaddr_in *to = BPF_CORE_READ(message, msg_name);
  struct total none = {}, *total;
  __u16 port;
  if (to)
    bpf_core_read(&port, sizeof(port), &to->sin_port);
  else
    port = BPF_CORE_READ(sk, __sk_common.skc_dport);

  bpf_map_update_elem(&totals, &port, &none, BPF_NOEXIST);
  total = bpf_map_lookup_elem(&totals, &port);
  if (!total) return 0;
  __sync_fetch_and_add(&total->datagrams, 1);
  __sync_fetch_and_add(&total->bytes, length);
  return 0;
}

SEC("kprobe/udp_sendmsg")
int BPF_KPROBE(on_udp, struct sock *sk, struct msghdr *message, size_t length) { return count(sk, message, length); }

SEC("kprobe/udpv6_sendmsg")
int BPF_KPROBE(on_udp_six, struct sock *sk, struct msghdr *message, size_t length) { return count(sk, message, length); }

char LICENSE[] SEC("license") = "GPL";
