#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4096);
	__type(key, __u32);
	__type(value, __u64);
} zombie_milliseconds SEC(".maps");

/* exit_time is not kept by the kernel, but exit_notify() comes right behind this event. */
SEC("tp_btf/sched_process_exit")
int BPF_PROG(on_exit, struct task_struct *task)
{
	__u32 process = task->tgid;
	__u64 now = bpf_ktime_get_ns();

	if (task->pid == task->tgid)
		bpf_map_update_elem(&zombie_milliseconds, &process, &now, BPF_ANY);
	return 0;
}

SEC("fentry/release_task")
int BPF_PROG(on_release, struct task_struct *task)
{
	__u32 process = task->pid;
	__u64 *value = bpf_map_lookup_elem(&zombie_milliseconds, &process);

	if (value)
		*value = (bpf_ktime_get_ns() - *value) / 1000000;
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
