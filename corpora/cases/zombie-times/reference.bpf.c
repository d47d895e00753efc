/* The time as a zombie of each process, through a ring buffer. */
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
#include <bpf/bpf_core_read.h>

struct zombie {
	__u64 nanoseconds;
	__u32 process;
	char name[16];
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 10240);
	__type(key, __u32);
	__type(value, __u64);
} ended SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 1 << 16);
} zombies SEC(".maps");

SEC("tracepoint/sched/sched_process_exit")
int on_exit(void *context)
{
	__u64 id = bpf_get_current_pid_tgid(), now = bpf_ktime_get_ns();
	__u32 process = id >> 32;

	if (process == (__u32)id)
		bpf_map_update_elem(&ended, &process, &now, BPF_ANY);
	return 0;
}

SEC("kprobe/release_task")
int BPF_KPROBE(on_release, struct task_struct *task)
{
	__u32 process = BPF_CORE_READ(task, pid);
	__u64 *since = bpf_map_lookup_elem(&ended, &process);
	struct zombie *zombie;

	if (!since)
		return 0;
	zombie = bpf_ringbuf_reserve(&zombies, sizeof(*zombie), 0);
	if (zombie) {
		zombie->nanoseconds = bpf_ktime_get_ns() - *since;
		zombie->process = process;
		bpf_core_read_str(zombie->name, sizeof(zombie->name), &task->comm);
		bpf_ringbuf_submit(zombie, 0);
	}
	bpf_map_delete_elem(&ended, &process);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
