/* The stub of the system call, printed to the trace pipe. */
#include "vmlinux.h"
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

SEC("kprobe/__x64_sys_shmget")
int BPF_KPROBE(trace_shmget, const struct pt_regs *registers)
{
	int key = PT_REGS_PARM1_CORE_SYSCALL(registers);
	unsigned long size = PT_REGS_PARM2_CORE_SYSCALL(registers);

	bpf_printk("shmget by %d: key %d, %lu bytes", (int)(bpf_get_current_pid_tgid() >> 32), key, size);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
