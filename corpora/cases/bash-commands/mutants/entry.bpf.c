// fault: the argument in place of the return value of execute_command()
/* Commands that are entered at a prompt of bash, with the exit code that execute_command() returns. */
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

struct event {
	__u32 pid;
	__s32 code;
	char command[80];
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1024);
	__type(key, __u32);
	__type(value, struct event);
} entered SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 1 << 16);
} events SEC(".maps");

SEC("uretprobe//bin/bash:readline")
int on_line(struct pt_regs *context)
{
	struct event event = { .pid = bpf_get_current_pid_tgid() >> 32 };

	if (PT_REGS_RC(context) == 0)
		return 0;
	bpf_probe_read_user_str(event.command, sizeof(event.command), (void *)PT_REGS_RC(context));
	bpf_map_update_elem(&entered, &event.pid, &event, BPF_ANY);
	return 0;
}

SEC("uprobe//bin/bash:execute_command")
int on_executed(struct pt_regs *context)
{
	__u32 pid = bpf_get_current_pid_tgid() >> 32;
	struct event *event = bpf_map_lookup_elem(&entered, &pid);

	if (!event)
		return 0;
	event->code = PT_REGS_PARM1(context);
	bpf_ringbuf_output(&events, event, sizeof(*event), 0);
	bpf_map_delete_elem(&entered, &pid);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
