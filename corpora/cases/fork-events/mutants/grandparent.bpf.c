// fault: the parent's parent is reported as the parent
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_tracing.h>

char LICENSE[] SEC("license") = "GPL";

struct fork_event {
  __u32 parent_pid;
  __u32 child_pid;
  char parent_name[16];
  char child_name[16];
};

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 64 * 1024);
} events SEC(".maps");

SEC("tp_btf/sched_process_fork")
int BPF_PROG(on_fork, struct task_struct *parent, struct task_struct *child)
{
  if (child->pid != child->tgid)
    return 0;
  struct fork_event *event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);
  if (!event)
    return 0;
  event->parent_pid = parent->real_parent->tgid;
  event->child_pid = child->tgid;
  bpf_core_read_str(event->parent_name, sizeof(event->parent_name), &parent->real_parent->comm);
  bpf_core_read_str(event->child_name, sizeof(event->child_name), &child->comm);
  bpf_ringbuf_submit(event, 0);
  return 0;
}
