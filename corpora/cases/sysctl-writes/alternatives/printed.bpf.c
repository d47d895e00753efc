#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

SEC("fentry/proc_sys_call_handler")
int BPF_PROG(on_call, struct kiocb *iocb, struct iov_iter *iter, int write)
{
	char path[192] = {};

	if (!write)
		return 0;
	bpf_probe_read_kernel_str(path, sizeof(path), iocb->ki_filp->f_path.dentry->d_name.name);
	bpf_printk("pid %d writes sysctl %s", (int)(bpf_get_current_pid_tgid() >> 32), path);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
