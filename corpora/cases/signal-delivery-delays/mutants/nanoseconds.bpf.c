// fault: nanoseconds in place of microseconds
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

struct pending {
	__u32 process;
	__s32 signal;
};

struct delay_slot {
	__s32 signal;
	__u32 exponent;
};

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 4096);
	__type(key, struct pending);
	__type(value, __u64);
} since SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4096);
	__type(key, struct delay_slot);
	__type(value, __u64);
} delays SEC(".maps");

SEC("tp_btf/signal_generate")
int BPF_PROG(on_generate, int signal, void *info, struct task_struct *target, int group, int result)
{
	struct pending pending = {target->tgid, signal};
	__u64 now = bpf_ktime_get_ns();

	if (!result)
		bpf_map_update_elem(&since, &pending, &now, BPF_ANY);
	return 0;
}

SEC("tp_btf/signal_deliver")
int BPF_PROG(on_deliver, int signal)
{
	struct pending pending = {bpf_get_current_pid_tgid() >> 32, signal};
	struct delay_slot slot = {.signal = signal};
	__u64 *begin = bpf_map_lookup_elem(&since, &pending), delay, one = 1, *count;

	if (!begin)
		return 0;
	delay = bpf_ktime_get_ns() - *begin;
	bpf_map_delete_elem(&since, &pending);
	for (int step = 0; step < 40 && delay > 1; step++, delay >>= 1)
		slot.exponent++;
	count = bpf_map_lookup_elem(&delays, &slot);
	if (count)
		__sync_fetch_and_add(count, 1);
	else
		bpf_map_update_elem(&delays, &slot, &one, BPF_ANY);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
