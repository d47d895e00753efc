/* Writes to kernel parameters, through a ring buffer. */
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
#include <bpf/bpf_core_read.h>

struct parameter_write {
	__u32 process;
	char name[16];
	char parameter[64];
};

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 1 << 16);
} writes SEC(".maps");

SEC("kprobe/proc_sys_write")
int BPF_KPROBE(on_write, struct kiocb *request)
{
	struct parameter_write *event = bpf_ringbuf_reserve(&writes, sizeof(*event), 0);

	if (!event)
		return 0;
	event->process = bpf_get_current_pid_tgid() >> 32;
	bpf_get_current_comm(event->name, sizeof(event->name));
	bpf_probe_read_kernel_str(event->parameter, sizeof(event->parameter),
				  BPF_CORE_READ(request, ki_filp, f_path.dentry, d_name.name));
	bpf_ringbuf_submit(event, 0);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
