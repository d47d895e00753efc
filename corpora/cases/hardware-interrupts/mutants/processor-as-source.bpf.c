// fault: the key holds the processor in place of the IRQ number and no name
/* Interrupts per second of the monotonic clock and per IRQ line; the name of the handler stands beside each count. */
#include "vmlinux.h"
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

struct source {
	__u64 second;
	__u32 irq;
	char handler[20];
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 8192);
	__type(key, struct source);
	__type(value, __u64);
} interrupts_per_second SEC(".maps");

SEC("tp_btf/irq_handler_entry")
int BPF_PROG(count_interrupt, int irq, struct irqaction *action)
{
	struct source source = { .second = bpf_ktime_get_ns() / 1000000000ULL, .irq = bpf_get_smp_processor_id() };
	__u64 one = 1, *count;

	count = bpf_map_lookup_elem(&interrupts_per_second, &source);
	if (count)
		__sync_fetch_and_add(count, 1);
	else
		bpf_map_update_elem(&interrupts_per_second, &source, &one, BPF_NOEXIST);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
