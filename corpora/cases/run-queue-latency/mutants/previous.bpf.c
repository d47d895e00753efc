// fault: looks at the thread that leaves the processor
/* Power-of-two histogram of run queue latency in microseconds. */
#include "vmlinux.h"
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 10240);
	__type(key, __u32);
	__type(value, __u64);
} queued SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 32);
	__type(key, __u32);
	__type(value, __u64);
} microseconds SEC(".maps");

static __always_inline __u32 log2_of(__u64 value)
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

static __always_inline int enqueue(struct task_struct *task)
{
	__u32 pid = BPF_CORE_READ(task, pid);
	__u64 now = bpf_ktime_get_ns();

	if (pid)
		bpf_map_update_elem(&queued, &pid, &now, BPF_ANY);
	return 0;
}

SEC("tp_btf/sched_wakeup")
int BPF_PROG(on_wakeup, struct task_struct *task)
{
	return enqueue(task);
}

SEC("tp_btf/sched_wakeup_new")
int BPF_PROG(on_wakeup_new, struct task_struct *task)
{
	return enqueue(task);
}

SEC("tp_btf/sched_switch")
int BPF_PROG(on_switch, bool preempted, struct task_struct *previous, struct task_struct *next)
{
	__u32 pid = BPF_CORE_READ(previous, pid), slot;
	__u64 *since, *count;

	if (BPF_CORE_READ(previous, __state) == 0)
		bpf_map_delete_elem(&queued, &pid);
	since = bpf_map_lookup_elem(&queued, &pid);
	if (!since)
		return 0;
	slot = log2_of((bpf_ktime_get_ns() - *since) / 1000);
	bpf_map_delete_elem(&queued, &pid);
	count = bpf_map_lookup_elem(&microseconds, &slot);
	if (count)
		__sync_fetch_and_add(count, 1);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
