/* Successful calls of setgroups(), through a ring buffer. */
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

struct groups {
	__u32 process;
	__s32 size;
	__u32 first;
	char name[16];
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1024);
	__type(key, __u32);
	__type(value, struct groups);
} calls SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 1 << 16);
} changes SEC(".maps");

SEC("tracepoint/syscalls/sys_enter_setgroups")
int on_enter(struct trace_event_raw_sys_enter *context)
{
	__u64 id = bpf_get_current_pid_tgid();
	struct groups groups = {.process = id >> 32, .size = context->args[0]};
	__u32 thread = id;

	if (groups.size > 0)
		bpf_probe_read_user(&groups.first, sizeof(groups.first), (void *)context->args[1]);
	bpf_get_current_comm(groups.name, sizeof(groups.name));
	bpf_map_update_elem(&calls, &thread, &groups, BPF_ANY);
	return 0;
}

SEC("tracepoint/syscalls/sys_exit_setgroups")
int on_exit(struct trace_event_raw_sys_exit *context)
{
	__u32 thread = bpf_get_current_pid_tgid();
	struct groups *groups = bpf_map_lookup_elem(&calls, &thread);

	if (!groups)
		return 0;
	if (context->ret == 0)
		bpf_ringbuf_output(&changes, groups, sizeof(*groups), 0);
	bpf_map_delete_elem(&calls, &thread);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
