// fault: leaving in place of joining
#include "vmlinux.h"
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

struct event {
  __u32 pid;
  __u32 family;
  char comm[16];
  __u8 group[16];
};

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 1 << 16);
} events SEC(".maps");

static int report(__u32 family, const void *group) {
  struct event *event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);
  if (!event) return 0;
  __builtin_memset(event, 0, sizeof(*event));
  event->pid = bpf_get_current_pid_tgid() >> 32;
  event->family = family;
  bpf_get_current_comm(event->comm, sizeof(event->comm));
  bpf_probe_read_kernel(event->group, family == 2 ? 4 : 16, group);
  bpf_ringbuf_submit(event, 0);
  return 0;
}

SEC("kprobe/ip_mc_leave_group")
int BPF_KPROBE(on_join, struct sock *sk, struct ip_mreqn *request) { return report(2, &request->imr_multiaddr); }

SEC("kprobe/ipv6_sock_mc_drop")
int BPF_KPROBE(on_join_six, struct sock *sk, int interface, const struct in6_addr *group) {
  return report(10, group);
}

char LICENSE[] SEC("license") = "GPL";
