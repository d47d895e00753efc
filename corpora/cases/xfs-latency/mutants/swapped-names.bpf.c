// fault: reads are called writes and writes reads
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#define SLOTS 27

struct operation {
  char name[8];
};

struct call {
  __u64 start;
  struct operation operation;
};

struct histogram {
  __u32 slots[SLOTS];
};

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 8192);
  __type(key, __u32);
  __type(value, struct call);
} calls SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 4);
  __type(key, struct operation);
  __type(value, struct histogram);
} latency_us SEC(".maps");

static struct histogram empty;

static __always_inline int begin(struct operation operation) {
  __u32 thread = bpf_get_current_pid_tgid();
  struct call call = {.start = bpf_ktime_get_ns(), .operation = operation};

  bpf_map_update_elem(&calls, &thread, &call, BPF_ANY);
  return 0;
}

static __always_inline int finish(void) {
  __u32 thread = bpf_get_current_pid_tgid(), slot = 0;
  struct call *call = bpf_map_lookup_elem(&calls, &thread);
  struct histogram *histogram;

  if (!call) return 0;
  __u64 latency = (bpf_ktime_get_ns() - call->start) / 1000;
  struct operation key = call->operation;
  bpf_map_delete_elem(&calls, &thread);
  histogram = bpf_map_lookup_elem(&latency_us, &key);
  if (!histogram) {
    bpf_map_update_elem(&latency_us, &key, &empty, BPF_NOEXIST);
    histogram = bpf_map_lookup_elem(&latency_us, &key);
    if (!histogram) return 0;
  }
  for (int i = 0; i < SLOTS - 1 && latency > 1; i++, latency >>= 1) slot++;
  if (slot < SLOTS) __sync_fetch_and_add(&histogram->slots[slot], 1);
  return 0;
}

SEC("kprobe/xfs_file_read_iter")
int BPF_KPROBE(read_begins) { return begin((struct operation){"write"}); }

SEC("kretprobe/xfs_file_read_iter")
int BPF_KRETPROBE(read_ends) { return finish(); }

SEC("kprobe/xfs_file_write_iter")
int BPF_KPROBE(write_begins) { return begin((struct operation){"read"}); }

SEC("kretprobe/xfs_file_write_iter")
int BPF_KRETPROBE(write_ends) { return finish(); }

SEC("kprobe/xfs_file_open")
int BPF_KPROBE(open_begins) { return begin((struct operation){"open"}); }

SEC("kretprobe/xfs_file_open")
int BPF_KRETPROBE(open_ends) { return finish(); }

SEC("kprobe/xfs_file_fsync")
int BPF_KPROBE(fsync_begins) { return begin((struct operation){"fsync"}); }

SEC("kretprobe/xfs_file_fsync")
int BPF_KRETPROBE(fsync_ends) { return finish(); }

char LICENSE[] SEC("license") = "GPL";
