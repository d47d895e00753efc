// Widths, signs and wrap-around in C.
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_endian.h>

SEC("kprobe/vfs_read")
int BPF_KPROBE(read_entry, struct file *file, char *buffer, size_t count)
{
  __u32 low = count;
  __u16 short_count = count;
  __s32 signed_low = count;
  __u8 byte = count;
  ken_assert(low <= 0xffffffffu);                // holds
  ken_assert(low == count);                      // fails
  ken_assert(short_count <= low);                // holds
  ken_assert(byte == (low & 0xff));              // holds
  ken_assert(signed_low >= 0);                   // fails
  ken_assert((__u32)signed_low == low);          // holds
  ken_assert(low + 1 > low);                     // fails
  ken_assert((__u64)low + 1 > low);              // holds
  ken_assert((__s64)signed_low == (__s32)low);   // holds
  ken_assert((low >> 16) == short_count);        // fails
  ken_assert((low & 0xffff) == short_count);     // holds
  ken_assert((low ^ low) == 0);                  // holds
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
