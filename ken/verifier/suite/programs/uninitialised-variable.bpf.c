// A variable without a value on some path: the compiler may choose any.
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

SEC("kprobe/vfs_read")
int BPF_KPROBE(enter, struct file *file, char *buffer, size_t count)
{
  int x;
  if (count > 10)
    x = 1;
  ken_assert(x == 1);                            // fails
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
