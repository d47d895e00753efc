// fault: looks for the process that is running when another one is released
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4096);
	__type(key, __u32);
	__type(value, __u64);
} ended SEC(".maps");

SEC("tracepoint/sched/sched_process_exit")
int on_exit(void *context)
{
	__u32 process = bpf_get_current_pid_tgid() >> 32;
	__u64 now = bpf_ktime_get_ns();

	bpf_map_update_elem(&ended, &process, &now, BPF_ANY);
	return 0;
}

SEC("kprobe/release_task")
int on_release(void *context)
{
	__u32 process = bpf_get_current_pid_tgid() >> 32;
	__u64 *since = bpf_map_lookup_elem(&ended, &process);

	if (since)
		bpf_printk("process %d: %llu us", process, (bpf_ktime_get_ns() - *since) / 1000);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
