/* Checks counted by process and capability. */
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

struct subject {
	__u32 pid;
	__s32 capability;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 8192);
	__type(key, struct subject);
	__type(value, __u64);
} checks SEC(".maps");

SEC("kprobe/security_capable")
int BPF_KPROBE(count_check, const struct cred *cred, struct user_namespace *namespace, int capability)
{
	struct subject subject = {bpf_get_current_pid_tgid() >> 32, capability};
	__u64 zero = 0, *count = bpf_map_lookup_elem(&checks, &subject);

	if (!count) {
		bpf_map_update_elem(&checks, &subject, &zero, BPF_NOEXIST);
		count = bpf_map_lookup_elem(&checks, &subject);
		if (!count)
			return 0;
	}
	__sync_fetch_and_add(count, 1);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
