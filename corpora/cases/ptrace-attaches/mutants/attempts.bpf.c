// fault: refused attempts are reported as well
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

SEC("fentry/ptrace_attach")
int BPF_PROG(on_attach, struct task_struct *task, long request)
{
	bpf_printk("tracer=%d tracee=%d", (int)(bpf_get_current_pid_tgid() >> 32), task->pid);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
