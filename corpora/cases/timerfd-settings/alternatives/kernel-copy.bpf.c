#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

SEC("fentry/do_timerfd_settime")
int BPF_PROG(on_settime, int descriptor, int flags, const struct itimerspec64 *timer) {
  long initial = timer->it_value.tv_sec * 1000 + (unsigned long)timer->it_value.tv_nsec / 1000000;
  long interval = timer->it_interval.tv_sec * 1000 + (unsigned long)timer->it_interval.tv_nsec / 1000000;
  bpf_printk("%d: first after %ld ms, then every %ld ms", (int)(bpf_get_current_pid_tgid() >> 32), initial, interval);
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
