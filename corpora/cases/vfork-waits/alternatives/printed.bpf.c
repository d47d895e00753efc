#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

struct {
	__uint(type, BPF_MAP_TYPE_TASK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, __u64);
} since SEC(".maps");

SEC("fentry/kernel_clone")
int BPF_PROG(on_clone, struct kernel_clone_args *arguments)
{
	__u64 *begin;

	if (!(arguments->flags & 0x4000))
		return 0;
	begin = bpf_task_storage_get(&since, bpf_get_current_task_btf(), 0, BPF_LOCAL_STORAGE_GET_F_CREATE);
	if (begin)
		*begin = bpf_ktime_get_ns();
	return 0;
}

SEC("fexit/kernel_clone")
int BPF_PROG(on_return, struct kernel_clone_args *arguments, int child)
{
	__u64 *begin = bpf_task_storage_get(&since, bpf_get_current_task_btf(), 0, 0);

	if (begin) {
		bpf_printk("process %d: held %llu us", (int)(bpf_get_current_pid_tgid() >> 32),
			   (bpf_ktime_get_ns() - *begin) / 1000);
		bpf_task_storage_delete(&since, bpf_get_current_task_btf());
	}
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
