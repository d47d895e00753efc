#include "vmlinux.h"
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

SEC("kprobe/__locks_insert_block")
int BPF_KPROBE(on_block, struct file_lock_core *holder, struct file_lock_core *waiter) {
  if (BPF_CORE_READ(waiter, flc_flags) & 1)
    bpf_printk("held by %d, wanted by %d", BPF_CORE_READ(holder, flc_pid), BPF_CORE_READ(waiter, flc_pid));
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
