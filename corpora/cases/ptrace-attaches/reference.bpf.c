/* Successful attaches, through a ring buffer. */
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

enum { attach_request = 16, seize_request = 0x4206 };

struct attach {
	__u32 tracer;
	__u32 traced;
	char name[16];
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1024);
	__type(key, __u32);
	__type(value, __u32);
} targets SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 1 << 16);
} attaches SEC(".maps");

SEC("tracepoint/syscalls/sys_enter_ptrace")
int on_enter(struct trace_event_raw_sys_enter *context)
{
	__u32 thread = bpf_get_current_pid_tgid(), target = context->args[1];

	if (context->args[0] == attach_request || context->args[0] == seize_request)
		bpf_map_update_elem(&targets, &thread, &target, BPF_ANY);
	return 0;
}

SEC("tracepoint/syscalls/sys_exit_ptrace")
int on_exit(struct trace_event_raw_sys_exit *context)
{
	__u64 id = bpf_get_current_pid_tgid();
	__u32 thread = id, *target = bpf_map_lookup_elem(&targets, &thread);
	struct attach *attach;

	if (!target)
		return 0;
	if (context->ret == 0 && (attach = bpf_ringbuf_reserve(&attaches, sizeof(*attach), 0))) {
		attach->tracer = id >> 32;
		attach->traced = *target;
		bpf_get_current_comm(attach->name, sizeof(attach->name));
		bpf_ringbuf_submit(attach, 0);
	}
	bpf_map_delete_elem(&targets, &thread);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
