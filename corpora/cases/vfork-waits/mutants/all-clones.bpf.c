// fault: forks and threads are reported as well
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 10240);
	__type(key, __u32);
	__type(value, __u64);
} since SEC(".maps");

SEC("kprobe/kernel_clone")
int on_clone(void *context)
{
	__u32 thread = bpf_get_current_pid_tgid();
	__u64 now = bpf_ktime_get_ns();

	bpf_map_update_elem(&since, &thread, &now, BPF_ANY);
	return 0;
}

SEC("kretprobe/kernel_clone")
int on_return(void *context)
{
	__u64 id = bpf_get_current_pid_tgid();
	__u32 thread = id;
	__u64 *begin = bpf_map_lookup_elem(&since, &thread);

	if (begin)
		bpf_printk("process %d: %llu us", (int)(id >> 32), (bpf_ktime_get_ns() - *begin) / 1000);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
