// Undefined behaviour in C that takes a check away with it.
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
#include <bpf/bpf_core_read.h>

#define SHARE(of, among) ((of) / (among))

__u64 kept;

static __always_inline __u64 average(__u64 sum, __u64 count)
{
  return sum / count;
}

SEC("kprobe/vfs_read")
int BPF_KPROBE(read_entry, struct file *file, char *buffer, size_t count)
{
  __u64 unused = 100 / count;
  ken_assert(count != 0);                        // fails: the quotient is not used
  return 0;
}

SEC("kprobe/vfs_write")
int BPF_KPROBE(write_entry, struct file *file, char *buffer, size_t count)
{
  kept = 100 / count;
  ken_assert(count != 0);                        // fails: the quotient is kept
  return 0;
}

SEC("kprobe/vfs_fsync")
int BPF_KPROBE(sync_entry, struct file *file, __u64 start)
{
  if (start != 0) {
    kept = average(1000, start);
    ken_assert(start != 0);                      // holds
    ken_assert(start <= 1000 || 1000 / start == 0); // holds
  }
  return 0;
}

SEC("kprobe/vfs_open")
int BPF_KPROBE(open_entry, __u64 amount)
{
  __u64 dropped = 1ULL << amount;
  ken_assert(amount < 64);                       // fails: the shifted value is not used
  return 0;
}

SEC("kprobe/vfs_unlink")
int BPF_KPROBE(unlink_entry, __u64 amount)
{
  kept = 1ULL << amount;
  ken_assert(amount < 64);                       // fails
  return 0;
}

SEC("kprobe/vfs_rename")
int BPF_KPROBE(rename_entry, __u64 old_count, __u64 new_count)
{
  __u64 lost = SHARE(old_count, new_count);
  ken_assert(new_count != 0);                    // fails: a macro divides
  return 0;
}

SEC("kprobe/vfs_mkdir")
int BPF_KPROBE(mkdir_entry, __u64 sum, __u64 count)
{
  __u64 nothing = average(sum, count) * 0;
  ken_assert(count != 0);                        // fails: a function that it calls divides
  return nothing;
}

SEC("kprobe/vfs_rmdir")
int BPF_KPROBE(rmdir_entry, __u64 sum, __u64 count)
{
  if (!count)
    return 0;
  __u64 rest = sum % count;
  ken_assert(count != 0);                        // holds
  kept = rest;
  return 0;
}

SEC("kprobe/vfs_link")
int BPF_KPROBE(link_entry, __u64 sum)
{
  const __u64 step = 10;
  kept = sum / step;
  ken_assert(sum / step <= sum);                 // holds
  ken_assert(kept >= 1);                         // fails
  return 0;
}

SEC("kprobe/vfs_statfs")
int BPF_KPROBE(statfs_entry, __u64 count)
{
  __u64 share = 100 / count;
  if (count == 0)
    kept = share;
  ken_assert(count != 0);                        // fails: with the branch, which seems dead, the division goes too
  return 0;
}

SEC("kprobe/vfs_truncate")
int BPF_KPROBE(truncate_entry, __s64 count, __u64 amount)
{
  __u64 one = 1ULL << amount;
  if (amount > 63)
    kept = one;
  ken_assert(amount < 64);                       // fails
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
