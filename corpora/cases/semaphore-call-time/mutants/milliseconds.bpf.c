// fault: milliseconds
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

enum { slots = 32 };

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 10240);
  __type(key, __u64);
  __type(value, __u64);
} start SEC(".maps");

/* Slot n: 2^n to 2^(n+1) - 1 microseconds. */
struct {
  __uint(type, BPF_MAP_TYPE_ARRAY);
  __uint(max_entries, slots);
  __type(key, __u32);
  __type(value, __u64);
} usecs SEC(".maps");

static __u32 log2_of(__u64 value) {
  __u32 log = 0;
  for (int i = 0; i < slots - 1; i++) {
    value >>= 1;
    if (value == 0) break;
    log++;
  }
  return log;
}

static int begin(void) {
  __u64 thread = bpf_get_current_pid_tgid(), now = bpf_ktime_get_ns();
  bpf_map_update_elem(&start, &thread, &now, BPF_ANY);
  return 0;
}

static int end(void) {
  __u64 thread = bpf_get_current_pid_tgid(), *began = bpf_map_lookup_elem(&start, &thread), *count;
  __u32 slot;
  if (!began) return 0;
  slot = log2_of((bpf_ktime_get_ns() - *began) / 1000000);
  count = bpf_map_lookup_elem(&usecs, &slot);
  if (count) __sync_fetch_and_add(count, 1);
  bpf_map_delete_elem(&start, &thread);
  return 0;
}

SEC("tracepoint/syscalls/sys_enter_semop")
int on_semop(void *ctx) { return begin(); }

SEC("tracepoint/syscalls/sys_enter_semtimedop")
int on_semtimedop(void *ctx) { return begin(); }

SEC("tracepoint/syscalls/sys_exit_semop")
int on_semop_end(void *ctx) { return end(); }

SEC("tracepoint/syscalls/sys_exit_semtimedop")
int on_semtimedop_end(void *ctx) { return end(); }

char LICENSE[] SEC("license") = "GPL";
