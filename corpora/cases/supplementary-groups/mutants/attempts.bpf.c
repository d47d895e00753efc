// fault: refused calls are reported as well
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

SEC("tracepoint/syscalls/sys_enter_setgroups")
int on_enter(struct trace_event_raw_sys_enter *context)
{
	__u32 first = 0;

	if (context->args[0] > 0)
		bpf_probe_read_user(&first, sizeof(first), (void *)context->args[1]);
	bpf_printk("pid %d sets %d groups, first %u", (int)(bpf_get_current_pid_tgid() >> 32), (int)context->args[0], first);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
