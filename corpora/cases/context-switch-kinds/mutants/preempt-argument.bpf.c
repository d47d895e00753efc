// fault: the preempt flag alone: switches on the way back to user space and yields are missing
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

struct switches {
	__u64 voluntary;
	__u64 involuntary;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 10240);
	__type(key, __u32);
	__type(value, struct switches);
} switches_by_process SEC(".maps");

SEC("tp_btf/sched_switch")
int BPF_PROG(on_switch, bool preempt, struct task_struct *prev, struct task_struct *next)
{
	__u32 process = prev->tgid;
	struct switches none = {}, *switches;

	bpf_map_update_elem(&switches_by_process, &process, &none, BPF_NOEXIST);
	switches = bpf_map_lookup_elem(&switches_by_process, &process);
	if (!switches)
		return 0;
	if (preempt)
		__sync_fetch_and_add(&switches->involuntary, 1);
	else
		__sync_fetch_and_add(&switches->voluntary, 1);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
