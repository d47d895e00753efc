// fault: sums the bytes that reads ask for, not what they return
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

struct process {
	__u32 pid;
	char comm[16];
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 8192);
	__type(key, struct process);
	__type(value, __u64);
} read_bytes SEC(".maps");

SEC("tracepoint/syscalls/sys_enter_read")
int sum_read_bytes(struct trace_event_raw_sys_enter *context)
{
	struct process process = {};
	__u64 zero = 0, *bytes;
	long returned = context->args[2];

	if (returned <= 0)
		return 0;
	process.pid = bpf_get_current_pid_tgid() >> 32;
	bpf_get_current_comm(process.comm, sizeof(process.comm));
	bytes = bpf_map_lookup_elem(&read_bytes, &process);
	if (!bytes) {
		bpf_map_update_elem(&read_bytes, &process, &zero, BPF_NOEXIST);
		bytes = bpf_map_lookup_elem(&read_bytes, &process);
		if (!bytes)
			return 0;
	}
	__sync_fetch_and_add(bytes, returned);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
