#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

SEC("fexit/ptrace_attach")
int BPF_PROG(on_attach, struct task_struct *task, long request, unsigned long addr, unsigned long flags, int result)
{
	if (result == 0)
		bpf_printk("tracer=%d tracee=%d request=0x%lx", (int)(bpf_get_current_pid_tgid() >> 32), task->pid, request);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
