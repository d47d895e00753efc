#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

SEC("kprobe/do_mprotect_pkey")
int BPF_KPROBE(on_protect, unsigned long start, size_t length, unsigned long rights) {
  if ((rights & 6) == 6)
    bpf_printk("pid=%d addr=%lx len=%lu", (int)(bpf_get_current_pid_tgid() >> 32), start, length);
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
