#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

struct place {
  __u64 sector;
  __u32 device;
  __u32 unused;
};

struct issue {
  __u64 at;
  __u64 pid;
};

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 4096);
  __type(key, struct place);
  __type(value, struct issue);
} started SEC(".maps");

SEC("tracepoint/block/block_rq_issue")
int issued(struct trace_event_raw_block_rq *context) {
  struct place place = {.sector = context->sector, .device = context->dev};
  struct issue issue = {.at = bpf_ktime_get_ns(), .pid = bpf_get_current_pid_tgid() >> 32};

  bpf_map_update_elem(&started, &place, &issue, BPF_ANY);
  return 0;
}

SEC("tracepoint/block/block_rq_complete")
int completed(struct trace_event_raw_block_rq_completion *context) {
  struct place place = {.sector = context->sector, .device = context->dev};
  struct issue *issue = bpf_map_lookup_elem(&started, &place);

  if (!issue) return 0;
  bpf_printk("pid %llu latency %llu us", issue->pid, (bpf_ktime_get_ns() - issue->at) / 1000);
  bpf_map_delete_elem(&started, &place);
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
