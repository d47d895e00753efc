/*
 * Sections under a spinning lock with interrupts off, from the taking of the lock to its release, for each thread: those
 * of half a millisecond and more, with the place in the kernel that releases the lock.
 */
#include "vmlinux.h"
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

struct section {
  __u32 pid;
  char comm[16];
  __u64 nanoseconds;
  __u64 released_at;
};

struct {
  __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
  __uint(max_entries, 1);
  __type(key, __u32);
  __type(value, __u64);
} begun SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 1 << 18);
} sections SEC(".maps");

static const __u64 long_in_nanoseconds = 500000;

SEC("kprobe/_raw_spin_lock_irqsave")
int BPF_KPROBE(take_lock) {
  __u32 zero = 0;
  __u64 *start = bpf_map_lookup_elem(&begun, &zero);
  if (start && *start == 0) *start = bpf_ktime_get_ns();
  return 0;
}

SEC("kprobe/_raw_spin_unlock_irqrestore")
int BPF_KPROBE(release_lock) {
  __u32 zero = 0;
  __u64 *start = bpf_map_lookup_elem(&begun, &zero);
  if (!start || *start == 0) return 0;
  __u64 took = bpf_ktime_get_ns() - *start;
  *start = 0;
  if (took < long_in_nanoseconds) return 0;
  struct section *section = bpf_ringbuf_reserve(&sections, sizeof(*section), 0);
  if (!section) return 0;
  section->pid = bpf_get_current_pid_tgid() >> 32;
  bpf_get_current_comm(section->comm, sizeof(section->comm));
  section->nanoseconds = took;
  /* At entry the return address lies on top of the stack. */
  bpf_probe_read_kernel(&section->released_at, sizeof(section->released_at), (void *)PT_REGS_SP(ctx));
  bpf_ringbuf_submit(section, 0);
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
