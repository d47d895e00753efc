#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

struct histogram {
  __u32 slots[32];
};

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 10240);
  __type(key, __u32);
  __type(value, __u64);
} began SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_ARRAY);
  __uint(max_entries, 1);
  __type(key, __u32);
  __type(value, struct histogram);
} microseconds SEC(".maps");

/* The place of the highest bit, by halves. */
static __u32 slot_of(__u32 time) {
  __u32 slot = 0;
  if (time >> 16) slot += 16, time >>= 16;
  if (time >> 8) slot += 8, time >>= 8;
  if (time >> 4) slot += 4, time >>= 4;
  if (time >> 2) slot += 2, time >>= 2;
  return slot + (time >> 1);
}

SEC("fentry/do_semtimedop")
int BPF_PROG(on_begin) {
  __u32 thread = bpf_get_current_pid_tgid();
  __u64 now = bpf_ktime_get_ns();
  bpf_map_update_elem(&began, &thread, &now, BPF_ANY);
  return 0;
}

SEC("fexit/do_semtimedop")
int BPF_PROG(on_end) {
  __u32 thread = bpf_get_current_pid_tgid(), zero = 0, slot;
  __u64 *start = bpf_map_lookup_elem(&began, &thread);
  struct histogram *histogram = bpf_map_lookup_elem(&microseconds, &zero);
  if (!start || !histogram) return 0;
  slot = slot_of((bpf_ktime_get_ns() - *start) / 1000);
  if (slot < 32) __sync_fetch_and_add(&histogram->slots[slot], 1);
  bpf_map_delete_elem(&began, &thread);
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
