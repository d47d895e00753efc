/* System calls per second of the monotonic clock, process and number of the call. */
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

struct caller {
	__u64 second;
	__u32 pid;
	__u32 call;
	char comm[16];
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16384);
	__type(key, struct caller);
	__type(value, __u64);
} calls SEC(".maps");

SEC("tracepoint/raw_syscalls/sys_enter")
int on_enter(struct trace_event_raw_sys_enter *context)
{
	struct caller caller = {};
	__u64 one = 1, *count;

	caller.second = bpf_ktime_get_ns() / 1000000000ULL;
	caller.pid = bpf_get_current_pid_tgid() >> 32;
	caller.call = context->id;
	bpf_get_current_comm(caller.comm, sizeof(caller.comm));
	count = bpf_map_lookup_elem(&calls, &caller);
	if (count)
		__sync_fetch_and_add(count, 1);
	else
		bpf_map_update_elem(&calls, &caller, &one, BPF_NOEXIST);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
