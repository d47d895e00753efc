// fault: the list is read as kernel memory after the call, where the first argument's register no longer is the list
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

SEC("tracepoint/syscalls/sys_exit_setgroups")
int on_exit(struct trace_event_raw_sys_exit *context)
{
	__u32 first = 0;

	if (context->ret)
		return 0;
	bpf_probe_read_kernel(&first, sizeof(first), (void *)context->ret);
	bpf_printk("pid %d sets %d groups, first %u", (int)(bpf_get_current_pid_tgid() >> 32), (int)context->ret, first);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
