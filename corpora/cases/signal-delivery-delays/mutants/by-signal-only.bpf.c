// fault: the moment is kept by signal alone, so that signals to other processes overwrite it
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

struct delay_slot {
	__s32 signal;
	__u32 exponent;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 128);
	__type(key, __s32);
	__type(value, __u64);
} since SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4096);
	__type(key, struct delay_slot);
	__type(value, __u64);
} delays_us SEC(".maps");

SEC("tracepoint/signal/signal_generate")
int on_generate(struct trace_event_raw_signal_generate *context)
{
	__s32 signal = context->sig;
	__u64 now = bpf_ktime_get_ns();

	if (context->result == 0)
		bpf_map_update_elem(&since, &signal, &now, BPF_ANY);
	return 0;
}

SEC("tracepoint/signal/signal_deliver")
int on_deliver(struct trace_event_raw_signal_deliver *context)
{
	struct delay_slot slot = {.signal = context->sig};
	__u64 *begin = bpf_map_lookup_elem(&since, &slot.signal), delay, one = 1, *count;

	if (!begin)
		return 0;
	delay = (bpf_ktime_get_ns() - *begin) / 1000;
	for (int step = 0; step < 40 && delay > 1; step++, delay >>= 1)
		slot.exponent++;
	count = bpf_map_lookup_elem(&delays_us, &slot);
	if (count)
		__sync_fetch_and_add(count, 1);
	else
		bpf_map_update_elem(&delays_us, &slot, &one, BPF_ANY);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
