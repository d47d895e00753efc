// fault: reads the lock through its pointer, which a kprobe may not
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

SEC("kprobe/_raw_spin_unlock_irqrestore")
int BPF_KPROBE(release_lock, raw_spinlock_t *lock) {
  if (lock->raw_lock.val.counter > 1) bpf_printk("%d: a lock that others wait for", bpf_get_current_pid_tgid() >> 32);
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
