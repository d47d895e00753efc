// fault: the kinds are exchanged
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4096);
	__type(key, __u32);
	__type(value, __u64);
} voluntary SEC(".maps"), involuntary SEC(".maps");

static void count(void *map, __u32 process)
{
	__u64 one = 1, *value = bpf_map_lookup_elem(map, &process);

	if (value)
		__sync_fetch_and_add(value, 1);
	else
		bpf_map_update_elem(map, &process, &one, BPF_ANY);
}

SEC("tracepoint/sched/sched_switch")
int on_switch(struct trace_event_raw_sched_switch *context)
{
	if (context->prev_state)
		count(&involuntary, context->prev_pid);
	else
		count(&voluntary, context->prev_pid);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
