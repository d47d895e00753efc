// fault: the counter never grows beyond one
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 10240);
	__type(key, __u32);
	__type(value, __u64);
} migrations SEC(".maps");

SEC("tracepoint/sched/sched_migrate_task")
int on_migration(struct trace_event_raw_sched_migrate_task *context)
{
	__u32 task = context->pid;
	__u64 one = 1;

	bpf_map_update_elem(&migrations, &task, &one, BPF_ANY);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
