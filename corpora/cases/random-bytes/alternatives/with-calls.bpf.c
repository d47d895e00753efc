#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

struct usage {
	__u64 calls;
	__u64 bytes;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1024);
	__type(key, __u32);
	__type(value, struct usage);
} usage_by_process SEC(".maps");

SEC("kretsyscall/getrandom")
int BPF_KRETPROBE(on_return, long bytes)
{
	__u32 process = bpf_get_current_pid_tgid() >> 32;
	struct usage none = {}, *usage;

	if (bytes < 0)
		return 0;
	bpf_map_update_elem(&usage_by_process, &process, &none, BPF_NOEXIST);
	usage = bpf_map_lookup_elem(&usage_by_process, &process);
	if (!usage)
		return 0;
	__sync_fetch_and_add(&usage->calls, 1);
	__sync_fetch_and_add(&usage->bytes, bytes);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
