#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
#include <bpf/bpf_core_read.h>

SEC("tp_btf/itimer_expire")
int BPF_PROG(on_expiry, int which, struct pid *pid, unsigned long long now)
{
	bpf_printk("timer %d of process %d has expired", which, BPF_CORE_READ(pid, numbers[0].nr));
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
