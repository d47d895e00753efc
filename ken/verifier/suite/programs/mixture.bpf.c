// Bit fields, promotions, loops, switches, texts and ring buffers in C.
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_endian.h>

struct flags {
  __u32 low : 3;
  __u32 high : 5;
};

struct record {
  __u32 pid;
  __u8 kind;
  char comm[16];
};

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 4096);
} records SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
  __uint(max_entries, 2);
  __type(key, __u32);
  __type(value, __u64);
} counts SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 64);
  __type(key, __u32);
  __type(value, __u64);
} seen SEC(".maps");

SEC("kprobe/vfs_read")
int BPF_KPROBE(numbers, struct file *file, char *buffer, size_t count)
{
  struct flags flags = {};
  flags.low = count;
  ken_assert(flags.low == (count & 7));          // holds
  ken_assert(flags.low == count);                // fails
  __u8 a = count, b = count >> 8;
  ken_assert(a + b <= 510);                      // holds
  ken_assert((__u8)(a + b) >= a);                // fails
  __s32 x = count;
  ken_assert((x >> 31) == 0 || (x >> 31) == -1); // holds
  ken_assert((__u64)x == count);                 // fails
  ken_assert(bpf_htons(bpf_ntohs((__u16)count)) == (__u16)count); // holds
  ken_assert(bpf_htonl((__u32)count) == (__u32)count); // fails
  __u64 total = 0;
  for (int i = 0; i < 5; i++)
    total += i * 2;
  ken_assert(total == 20);                       // holds
  int kind;
  switch (count & 3) {
  case 0:
    kind = 10;
    break;
  case 1:
    kind = 11;
    break;
  default:
    kind = 12;
  }
  ken_assert(kind >= 10 && kind <= 12);          // holds
  ken_assert(kind != 12);                        // fails
  ken_assert((count & 3) != 1 || kind == 11);    // holds
  return 0;
}

SEC("kprobe/vfs_write")
int BPF_KPROBE(output)
{
  __u32 pid = bpf_get_current_pid_tgid() >> 32;
  struct record *record = bpf_ringbuf_reserve(&records, sizeof(*record), 0);
  if (!record)
    return 0;
  record->pid = pid;
  record->kind = 300 & 0xff;
  bpf_get_current_comm(record->comm, sizeof(record->comm));
  ken_assert(record->pid == pid);                // holds
  ken_assert(record->kind == 44);                // holds
  ken_assert(record->comm[15] == 0);             // holds
  ken_assert(record->comm[0] != 0);              // fails
  bpf_ringbuf_submit(record, 0);
  return 0;
}

SEC("kprobe/vfs_open")
int BPF_KPROBE(maps)
{
  __u32 zero = 0, two = 2;
  __u64 *count = bpf_map_lookup_elem(&counts, &zero);
  ken_assert(count != 0);                        // holds: an array has all its entries
  ken_assert(bpf_map_lookup_elem(&counts, &two) == 0); // holds
  if (count) {
    __u64 before = *count;
    *count += 1;
    ken_assert(*count == before + 1);            // holds
    ken_assert(*count > 1);                      // fails
  }
  __u32 pid = bpf_get_current_pid_tgid();
  __u64 one = 1;
  bpf_map_update_elem(&seen, &pid, &one, BPF_NOEXIST);
  __u64 *value = bpf_map_lookup_elem(&seen, &pid);
  ken_assert(value != 0);                        // holds
  if (value) {
    ken_assert(*value == 1);                     // holds: as far as histories can be tried
    bpf_map_delete_elem(&seen, &pid);
  }
  ken_assert(bpf_map_lookup_elem(&seen, &pid) == 0); // holds
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
