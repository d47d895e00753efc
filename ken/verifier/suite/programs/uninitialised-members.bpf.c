// Members without a value on some path.
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

struct pair {
  int first;
  int second;
};

SEC("kprobe/vfs_read")
int BPF_KPROBE(enter, struct file *file, char *buffer, size_t count)
{
  struct pair pair;
  pair.second = 2;
  if (count > 10)
    pair.first = 1;
  ken_assert(pair.first == 1);                   // fails
  ken_assert(pair.second == 2);                  // holds
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
