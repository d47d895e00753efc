// fault: the time from birth to collection
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

SEC("fentry/release_task")
int BPF_PROG(on_release, struct task_struct *task)
{
	if (task->pid == task->tgid)
		bpf_printk("%d %s: %llu us", task->pid, task->comm, (bpf_ktime_get_ns() - task->start_time) / 1000);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
