// Global variables live from event to event.
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

int state = 0;
static __u64 calls;
const volatile int target = 0;

SEC("kprobe/vfs_read")
int BPF_KPROBE(enter)
{
  ken_assert(state == 0);                        // fails: the other probe ran before
  calls++;
  ken_assert(calls >= 1);                        // holds: as far as histories can be tried
  ken_assert(calls == 1);                        // fails
  return 0;
}

SEC("kprobe/vfs_write")
int BPF_KPROBE(other)
{
  state = 1;
  ken_assert(state == 1);                        // holds
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
