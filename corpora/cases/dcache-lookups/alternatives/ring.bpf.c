/* Sends each lookup through a ring buffer. */
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

struct lookup {
	__u64 time;
	__u32 pid;
	char comm[16];
};

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 1 << 20);
} lookups SEC(".maps");

SEC("kprobe/lookup_fast")
int on_lookup(struct pt_regs *context)
{
	struct lookup *lookup = bpf_ringbuf_reserve(&lookups, sizeof(*lookup), 0);

	if (!lookup)
		return 0;
	lookup->time = bpf_ktime_get_ns();
	lookup->pid = bpf_get_current_pid_tgid() >> 32;
	bpf_get_current_comm(lookup->comm, sizeof(lookup->comm));
	bpf_ringbuf_submit(lookup, 0);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
