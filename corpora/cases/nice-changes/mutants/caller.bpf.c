// fault: the caller's id in place of the task's
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

SEC("fentry/set_user_nice")
int BPF_PROG(on_nice, struct task_struct *p, long nice)
{
	bpf_printk("tid=%d old=%d new=%ld", (int)bpf_get_current_pid_tgid(), p->static_prio - 120, nice);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
