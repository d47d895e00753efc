/* The kernel function behind the call, printed to the trace pipe. */
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

SEC("kprobe/ksys_shmget")
int BPF_KPROBE(trace_shmget, int key, unsigned long size)
{
	bpf_printk("shmget by %d: key %d, %lu bytes", (int)(bpf_get_current_pid_tgid() >> 32), key, size);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
