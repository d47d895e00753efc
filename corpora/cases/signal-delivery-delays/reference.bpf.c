/* Delays by signal as an array of counters: slot i holds 2^i to 2^(i+1) - 1 microseconds. */
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

enum { slots = 32 };

struct pending {
	__u32 thread;
	__s32 signal;
};

struct histogram {
	__u32 slot[slots];
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 10240);
	__type(key, struct pending);
	__type(value, __u64);
} since SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 128);
	__type(key, __s32);
	__type(value, struct histogram);
} delays SEC(".maps");

static __u32 log2_of(__u64 value)
{
	__u32 result = 0;

	for (int step = 0; step < slots - 1; step++) {
		if (value < 2)
			break;
		value >>= 1;
		result++;
	}
	return result;
}

SEC("tracepoint/signal/signal_generate")
int on_generate(struct trace_event_raw_signal_generate *context)
{
	struct pending pending = {.thread = context->pid, .signal = context->sig};
	__u64 now = bpf_ktime_get_ns();

	if (context->result == 0)
		bpf_map_update_elem(&since, &pending, &now, BPF_ANY);
	return 0;
}

SEC("tracepoint/signal/signal_deliver")
int on_deliver(struct trace_event_raw_signal_deliver *context)
{
	struct pending pending = {.thread = bpf_get_current_pid_tgid(), .signal = context->sig};
	__u64 *begin = bpf_map_lookup_elem(&since, &pending);
	struct histogram empty = {}, *histogram;
	__s32 signal = context->sig;
	__u32 slot;

	if (!begin)
		return 0;
	slot = log2_of((bpf_ktime_get_ns() - *begin) / 1000);
	bpf_map_delete_elem(&since, &pending);
	bpf_map_update_elem(&delays, &signal, &empty, BPF_NOEXIST);
	histogram = bpf_map_lookup_elem(&delays, &signal);
	if (histogram && slot < slots)
		__sync_fetch_and_add(&histogram->slot[slot], 1);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
