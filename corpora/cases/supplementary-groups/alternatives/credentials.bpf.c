#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
#include <bpf/bpf_core_read.h>

SEC("kprobe/set_current_groups")
int BPF_KPROBE(on_groups, struct group_info *groups)
{
	int size = BPF_CORE_READ(groups, ngroups);
	kgid_t first = {};

	if (size > 0)
		bpf_core_read(&first, sizeof(first), &groups->gid[0]);
	bpf_printk("pid %d sets %d groups, first %u", (int)(bpf_get_current_pid_tgid() >> 32), size, first.val);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
