// fault: takes the fourth argument, the options, for the capability
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

struct check {
	__u32 pid;
	__u32 uid;
	__s32 capability;
	__u32 options;
	char comm[16];
};

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 256 * 1024);
} checks SEC(".maps");

SEC("kprobe/cap_capable")
int BPF_KPROBE(trace_check, const struct cred *cred, struct user_namespace *namespace, int capability, unsigned int options)
{
	struct check *check = bpf_ringbuf_reserve(&checks, sizeof(*check), 0);

	if (!check)
		return 0;
	check->pid = bpf_get_current_pid_tgid() >> 32;
	check->uid = bpf_get_current_uid_gid();
	check->capability = options;
	check->options = options;
	bpf_get_current_comm(check->comm, sizeof(check->comm));
	bpf_ringbuf_submit(check, 0);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
