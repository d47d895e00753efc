// fault: compares with ENFILE, the limit of the whole machine
/* Refusals because of RLIMIT_NOFILE and RLIMIT_AS, through a ring buffer. */
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

enum { mmap_call = 9, mremap_call = 25, no_memory = 12, too_many_files = 23 };

struct event {
	__u32 pid;
	char comm[16];
	char limit[16];
};

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 1 << 16);
} events SEC(".maps");

SEC("tracepoint/raw_syscalls/sys_exit")
int on_exit(struct trace_event_raw_sys_exit *context)
{
	bool files = context->ret == -too_many_files;
	bool memory = context->ret == -no_memory && (context->id == mmap_call || context->id == mremap_call);
	struct event *event;

	if (!files && !memory)
		return 0;
	event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);
	if (!event)
		return 0;
	event->pid = bpf_get_current_pid_tgid() >> 32;
	bpf_get_current_comm(event->comm, sizeof(event->comm));
	__builtin_memcpy(event->limit, files ? "RLIMIT_NOFILE\0\0" : "RLIMIT_AS\0\0\0\0\0\0", 16);
	bpf_ringbuf_submit(event, 0);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
