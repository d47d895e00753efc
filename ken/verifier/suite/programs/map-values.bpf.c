// Hash maps, array maps and values behind pointers.
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_endian.h>

struct stat_value {
  __u64 count;
  __u64 bytes;
};
struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 1024);
  __type(key, __u32);
  __type(value, struct stat_value);
} stats SEC(".maps");
struct {
  __uint(type, BPF_MAP_TYPE_ARRAY);
  __uint(max_entries, 4);
  __type(key, __u32);
  __type(value, __u64);
} slots SEC(".maps");

SEC("kprobe/vfs_write")
int BPF_KPROBE(write_entry, struct file *file, const char *buffer, size_t count)
{
  __u32 pid = bpf_get_current_pid_tgid() >> 32;
  struct stat_value fresh = {.count = 1, .bytes = count};
  struct stat_value *known = bpf_map_lookup_elem(&stats, &pid);
  if (!known) {
    bpf_map_update_elem(&stats, &pid, &fresh, BPF_ANY);
    known = bpf_map_lookup_elem(&stats, &pid);
    if (!known)
      return 0;
    ken_assert(known->count == 1);               // holds
    ken_assert(known->bytes == count);           // holds
    ken_assert(known->bytes > 0);                // fails
    return 0;
  }
  __u64 before = known->count;
  known->count += 1;
  ken_assert(known->count == before + 1);        // holds
  ken_assert(known->count > before);             // holds: as far as histories can be tried
  __u32 slot = 2, other = 3;
  __u64 one = 1;
  bpf_map_update_elem(&slots, &slot, &one, BPF_ANY);
  __u64 *first = bpf_map_lookup_elem(&slots, &slot);
  __u64 *second = bpf_map_lookup_elem(&slots, &other);
  if (first)
    ken_assert(*first == 1);                     // holds
  if (second)
    ken_assert(*second == 0);                    // holds
  bpf_map_delete_elem(&stats, &pid);
  ken_assert(bpf_map_lookup_elem(&stats, &pid) == 0);  // holds
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
