/* Expiries by process and kind of timer. */
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

struct timer {
	__u32 process;
	__u32 which;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 10240);
	__type(key, struct timer);
	__type(value, __u64);
} expiries SEC(".maps");

SEC("tracepoint/timer/itimer_expire")
int on_expiry(struct trace_event_raw_itimer_expire *context)
{
	struct timer timer = {.process = context->pid, .which = context->which};
	__u64 zero = 0, *count;

	bpf_map_update_elem(&expiries, &timer, &zero, BPF_NOEXIST);
	count = bpf_map_lookup_elem(&expiries, &timer);
	if (count)
		__sync_fetch_and_add(count, 1);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
