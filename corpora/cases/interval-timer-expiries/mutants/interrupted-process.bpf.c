// fault: counts for the process that the interrupt happens to hit
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 10240);
	__type(key, __u32);
	__type(value, __u64);
} expiries SEC(".maps");

SEC("tracepoint/timer/itimer_expire")
int on_expiry(struct trace_event_raw_itimer_expire *context)
{
	__u32 process = bpf_get_current_pid_tgid() >> 32;
	__u64 zero = 0, *count;

	bpf_map_update_elem(&expiries, &process, &zero, BPF_NOEXIST);
	count = bpf_map_lookup_elem(&expiries, &process);
	if (count)
		__sync_fetch_and_add(count, 1);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
