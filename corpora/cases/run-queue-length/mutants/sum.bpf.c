// fault: adds lengths up in place of counting them
/* Lengths of the run queue at every switch of threads, the running one included. */
#include "vmlinux.h"
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct { __u32 slots[32]; });
} lengths SEC(".maps");

static __always_inline __u32 log2_of(__u32 value)
{
	__u32 result = 0;

	for (int bit = 16; bit > 0; bit >>= 1) {
		if (value >> bit) {
			value >>= bit;
			result += bit;
		}
	}
	return result;
}

SEC("tp_btf/sched_switch")
int BPF_PROG(on_switch, bool preempted, struct task_struct *previous, struct task_struct *next)
{
	__u32 zero = 0, length = BPF_CORE_READ(next, se.cfs_rq, nr_running);
	struct { __u32 slots[32]; } *value = bpf_map_lookup_elem(&lengths, &zero);

	if (value)
		__sync_fetch_and_add(&value->slots[bpf_get_smp_processor_id() & 31], length);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
