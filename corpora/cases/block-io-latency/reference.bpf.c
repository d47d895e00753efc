#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

struct issue {
  __u64 nanoseconds;
  __u32 pid;
  char comm[16];
};

struct event {
  __u64 latency;
  __u32 pid;
  char comm[16];
};

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 8192);
  __type(key, struct request *);
  __type(value, struct issue);
} issues SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 1 << 16);
} events SEC(".maps");

SEC("tp_btf/block_rq_issue")
int BPF_PROG(on_issue, struct request *request) {
  struct issue issue = {.nanoseconds = bpf_ktime_get_ns(), .pid = bpf_get_current_pid_tgid() >> 32};

  bpf_get_current_comm(issue.comm, sizeof(issue.comm));
  bpf_map_update_elem(&issues, &request, &issue, BPF_ANY);
  return 0;
}

SEC("tp_btf/block_rq_complete")
int BPF_PROG(on_complete, struct request *request, int error, unsigned int bytes) {
  struct issue *issue = bpf_map_lookup_elem(&issues, &request);
  struct event *event;

  if (!issue) return 0;
  event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);
  if (event) {
    event->latency = bpf_ktime_get_ns() - issue->nanoseconds;
    event->pid = issue->pid;
    __builtin_memcpy(event->comm, issue->comm, sizeof(event->comm));
    bpf_ringbuf_submit(event, 0);
  }
  bpf_map_delete_elem(&issues, &request);
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
