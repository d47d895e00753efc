// fault: the moment of the exit in place of a time span
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4096);
	__type(key, __u32);
	__type(value, __u64);
} zombie_milliseconds SEC(".maps");

SEC("tracepoint/sched/sched_process_exit")
int on_exit(void *context)
{
	__u32 process = bpf_get_current_pid_tgid() >> 32;
	__u64 now = bpf_ktime_get_ns() / 1000000;

	bpf_map_update_elem(&zombie_milliseconds, &process, &now, BPF_ANY);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
