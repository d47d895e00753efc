// Assumptions in C.
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_endian.h>

SEC("fentry/vfs_write")
int BPF_PROG(write_entry, struct file *file, const char *buffer, size_t count)
{
  ken_assume(count > 0 && count <= 4096);
  ken_assert(count <= 4096);                     // holds
  ken_assert(count < 4096);                      // fails
  ken_assert(count - 1 < 4096);                  // holds
  ken_assume(count == 5000);
  ken_assert(count == 1);                        // vacuous
  return 0;
}

SEC("fentry/vfs_read")
int BPF_PROG(read_entry, struct file *file, char *buffer, size_t count)
{
  unsigned int mode = file->f_mode;
  if (mode & 1)
    ken_assert(mode != 0);                       // holds
  else
    ken_assert(mode % 2 == 0);                   // holds
  ken_assert(mode != 0);                         // fails
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
