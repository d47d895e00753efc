/* The kernel's function; number of calls beside the bytes. */
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

struct advice_key {
  __s32 advice;
  char comm[16];
};

struct amount {
  __u64 calls;
  __u64 bytes;
};

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 1024);
  __type(key, struct advice_key);
  __type(value, struct amount);
} advice SEC(".maps");

SEC("kprobe/do_madvise")
int BPF_KPROBE(on_advice, struct mm_struct *mm, unsigned long start, size_t length, int behavior) {
  struct advice_key key = {.advice = behavior};
  struct amount *amount, none = {};

  bpf_get_current_comm(key.comm, sizeof(key.comm));
  amount = bpf_map_lookup_elem(&advice, &key);
  if (!amount) {
    bpf_map_update_elem(&advice, &key, &none, BPF_NOEXIST);
    amount = bpf_map_lookup_elem(&advice, &key);
    if (!amount) return 0;
  }
  __sync_fetch_and_add(&amount->calls, 1);
  __sync_fetch_and_add(&amount->bytes, length);
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
