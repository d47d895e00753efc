#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

struct task {
	__u32 pid;
	char name[16];
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4096);
	__type(key, struct task);
	__type(value, __u64);
} migrations SEC(".maps");

SEC("tp_btf/sched_migrate_task")
int BPF_PROG(on_migration, struct task_struct *moved, int to)
{
	struct task task = {.pid = moved->tgid};
	__u64 one = 1, *count;

	__builtin_memcpy(task.name, moved->comm, sizeof(task.name));
	count = bpf_map_lookup_elem(&migrations, &task);
	if (count)
		__sync_fetch_and_add(count, 1);
	else
		bpf_map_update_elem(&migrations, &task, &one, BPF_ANY);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
