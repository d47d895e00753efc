/* Calls of add_key(), through a ring buffer. */
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

struct key_event {
	__u32 process;
	char name[16];
	char type[32];
	char description[128];
};

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 1 << 17);
} additions SEC(".maps");

SEC("tracepoint/syscalls/sys_enter_add_key")
int on_add_key(struct trace_event_raw_sys_enter *context)
{
	struct key_event *event = bpf_ringbuf_reserve(&additions, sizeof(*event), 0);

	if (!event)
		return 0;
	__builtin_memset(event, 0, sizeof(*event));
	event->process = bpf_get_current_pid_tgid() >> 32;
	bpf_get_current_comm(event->name, sizeof(event->name));
	bpf_probe_read_user_str(event->type, sizeof(event->type), (void *)context->args[0]);
	bpf_probe_read_user_str(event->description, sizeof(event->description), (void *)context->args[1]);
	bpf_ringbuf_submit(event, 0);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
