// fault: one total since the start, no rate by second
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4096);
	__type(key, __u64);
	__type(value, __u64);
} syscalls_per_second SEC(".maps");

SEC("tracepoint/raw_syscalls/sys_enter")
int count_syscall(void *context)
{
	__u64 second = 0, zero = 0, *count;

	count = bpf_map_lookup_elem(&syscalls_per_second, &second);
	if (!count) {
		bpf_map_update_elem(&syscalls_per_second, &second, &zero, BPF_NOEXIST);
		count = bpf_map_lookup_elem(&syscalls_per_second, &second);
		if (!count)
			return 0;
	}
	__sync_fetch_and_add(count, 1);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
