// Loops and subprograms.
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_endian.h>

static __noinline __u64 twice(__u64 value)
{
  return value * 2;
}

SEC("kprobe/vfs_read")
int BPF_KPROBE(read_entry, struct file *file, char *buffer, size_t count)
{
  __u64 sum = 0;
  for (int i = 0; i < 8; i++)
    sum += i;
  ken_assert(sum == 28);                         // holds
  ken_assert(sum == 36);                         // fails
  ken_assert(twice(count) == count + count);     // holds
  ken_assert(twice(count) >= count);             // fails
  ken_assume(count < 1000);
  ken_assert(twice(count) >= count);             // holds
  ken_assert(twice(count) < 2000);               // holds
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
