/* Parents that are held by children of vfork(), through a ring buffer. */
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
#include <bpf/bpf_core_read.h>

enum { clone_vfork = 0x4000 };

struct hold {
	__u64 nanoseconds;
	__u32 parent;
	char name[16];
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 10240);
	__type(key, __u32);
	__type(value, __u64);
} since SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 1 << 16);
} holds SEC(".maps");

SEC("kprobe/kernel_clone")
int BPF_KPROBE(on_clone, struct kernel_clone_args *arguments)
{
	__u32 thread = bpf_get_current_pid_tgid();
	__u64 now = bpf_ktime_get_ns();

	if (BPF_CORE_READ(arguments, flags) & clone_vfork)
		bpf_map_update_elem(&since, &thread, &now, BPF_ANY);
	return 0;
}

SEC("kretprobe/kernel_clone")
int on_return(void *context)
{
	__u64 id = bpf_get_current_pid_tgid();
	__u32 thread = id;
	__u64 *begin = bpf_map_lookup_elem(&since, &thread);
	struct hold *hold;

	if (!begin)
		return 0;
	hold = bpf_ringbuf_reserve(&holds, sizeof(*hold), 0);
	if (hold) {
		hold->nanoseconds = bpf_ktime_get_ns() - *begin;
		hold->parent = id >> 32;
		bpf_get_current_comm(hold->name, sizeof(hold->name));
		bpf_ringbuf_submit(hold, 0);
	}
	bpf_map_delete_elem(&since, &thread);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
