/* The old mask is read where the process keeps it. */
#include "vmlinux.h"
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

SEC("ksyscall/umask")
int BPF_KSYSCALL(on_umask, int mask) {
  struct task_struct *task = (struct task_struct *)bpf_get_current_task();
  int before = BPF_CORE_READ(task, fs, umask);

  if (before != (mask & 0777))
    bpf_printk("process %d: umask from %d to %d", (int)(bpf_get_current_pid_tgid() >> 32), before, mask & 0777);
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
