#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

struct sleep {
	__u64 microseconds;
	__u64 process;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1024);
	__type(key, struct sleep);
	__type(value, __u64);
} interrupted SEC(".maps");

SEC("fexit/hrtimer_nanosleep")
int BPF_PROG(on_sleep, s64 nanoseconds, int mode, int clock, long result)
{
	struct sleep sleep = {(__u64)nanoseconds / 1000, bpf_get_current_pid_tgid() >> 32};
	__u64 one = 1, *count;

	if (result != -516 || mode == 0)
		return 0;
	count = bpf_map_lookup_elem(&interrupted, &sleep);
	if (count)
		__sync_fetch_and_add(count, 1);
	else
		bpf_map_update_elem(&interrupted, &sleep, &one, BPF_ANY);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
