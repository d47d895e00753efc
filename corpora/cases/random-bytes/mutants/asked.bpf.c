// fault: adds up what was asked for
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 10240);
	__type(key, __u32);
	__type(value, __u64);
} bytes_by_process SEC(".maps");

SEC("tracepoint/syscalls/sys_enter_getrandom")
int on_enter(struct trace_event_raw_sys_enter *context)
{
	__u32 process = bpf_get_current_pid_tgid() >> 32;
	__u64 zero = 0, *bytes;

	bpf_map_update_elem(&bytes_by_process, &process, &zero, BPF_NOEXIST);
	bytes = bpf_map_lookup_elem(&bytes_by_process, &process);
	if (bytes)
		__sync_fetch_and_add(bytes, context->args[1]);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
