/* One ring-buffer record for each shmget() call. */
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

struct shared_memory_request {
	__u32 pid;
	__s32 key;
	__u64 size;
	char comm[16];
};

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 64 * 1024);
} requests SEC(".maps");

SEC("tracepoint/syscalls/sys_enter_shmget")
int trace_shmget(struct trace_event_raw_sys_enter *context)
{
	struct shared_memory_request *request = bpf_ringbuf_reserve(&requests, sizeof(*request), 0);

	if (!request)
		return 0;
	request->pid = bpf_get_current_pid_tgid() >> 32;
	request->key = context->args[0];
	request->size = context->args[1];
	bpf_get_current_comm(request->comm, sizeof(request->comm));
	bpf_ringbuf_submit(request, 0);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
