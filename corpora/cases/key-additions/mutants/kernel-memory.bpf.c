// fault: reads the user's strings as kernel memory
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
#include <bpf/bpf_core_read.h>

SEC("ksyscall/add_key")
int BPF_KSYSCALL(on_add_key, const char *type, const char *description)
{
	char type_text[32] = {}, description_text[96] = {};

	bpf_probe_read_kernel_str(type_text, sizeof(type_text), type);
	bpf_probe_read_kernel_str(description_text, sizeof(description_text), description);
	bpf_printk("pid=%d type=%s description=%s", (int)(bpf_get_current_pid_tgid() >> 32), type_text, description_text);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
