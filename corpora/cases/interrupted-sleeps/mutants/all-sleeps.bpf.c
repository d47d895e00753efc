// fault: every sleep is reported
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

SEC("fexit/hrtimer_nanosleep")
int BPF_PROG(on_sleep, s64 nanoseconds, int mode, int clock, long result)
{
	bpf_printk("process %d wanted %lld ns", (int)(bpf_get_current_pid_tgid() >> 32), nanoseconds);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
