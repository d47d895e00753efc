/* Failing system calls per second of the monotonic clock, process and error code. */
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

struct failure {
	__u64 second;
	__u32 pid;
	__s32 error;
	char comm[16];
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16384);
	__type(key, struct failure);
	__type(value, __u64);
} failures SEC(".maps");

SEC("tracepoint/raw_syscalls/sys_exit")
int on_exit(struct trace_event_raw_sys_exit *context)
{
	struct failure failure = {};
	__u64 one = 1, *count;

	if (context->ret >= 0 || context->ret < -4095)
		return 0;
	failure.second = bpf_ktime_get_ns() / 1000000000ULL;
	failure.pid = bpf_get_current_pid_tgid() >> 32;
	failure.error = -context->ret;
	bpf_get_current_comm(failure.comm, sizeof(failure.comm));
	count = bpf_map_lookup_elem(&failures, &failure);
	if (count)
		__sync_fetch_and_add(count, 1);
	else
		bpf_map_update_elem(&failures, &failure, &one, BPF_NOEXIST);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
