/* Allocations per second of the monotonic clock, and a power-of-two histogram of the requested sizes. */
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1024);
	__type(key, __u64);
	__type(value, __u64);
} allocations_per_second SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 32);
	__type(key, __u32);
	__type(value, __u64);
} sizes SEC(".maps");

static __always_inline __u32 log2_of(__u64 value)
{
	__u32 result = 0;

	for (int bit = 16; bit > 0; bit >>= 1) {
		if (value >> bit) {
			value >>= bit;
			result += bit;
		}
	}
	return result;
}

SEC("tracepoint/kmem/kmalloc")
int on_kmalloc(struct trace_event_raw_kmalloc *context)
{
	__u64 second = bpf_ktime_get_ns() / 1000000000ULL, one = 1, *count;
	__u32 slot = log2_of(context->bytes_req);

	count = bpf_map_lookup_elem(&allocations_per_second, &second);
	if (count)
		__sync_fetch_and_add(count, 1);
	else
		bpf_map_update_elem(&allocations_per_second, &second, &one, BPF_NOEXIST);
	count = bpf_map_lookup_elem(&sizes, &slot);
	if (count)
		__sync_fetch_and_add(count, 1);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
