/* Changes of nice values, through a ring buffer. */
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
#include <bpf/bpf_core_read.h>

enum { default_priority = 120 };

struct change {
	__s32 thread;
	__s32 old_nice;
	__s32 new_nice;
	char name[16];
};

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 1 << 16);
} changes SEC(".maps");

SEC("kprobe/set_user_nice")
int BPF_KPROBE(on_nice, struct task_struct *task, long nice)
{
	__s32 old = BPF_CORE_READ(task, static_prio) - default_priority;
	struct change *change;

	if (old == nice)
		return 0;
	change = bpf_ringbuf_reserve(&changes, sizeof(*change), 0);
	if (!change)
		return 0;
	change->thread = BPF_CORE_READ(task, pid);
	change->old_nice = old;
	change->new_nice = nice;
	bpf_core_read_str(change->name, sizeof(change->name), &task->comm);
	bpf_ringbuf_submit(change, 0);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
