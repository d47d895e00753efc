#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

struct setter {
  __u32 pid;
  __u8 on;
  char comm[16];
  char unused[3];
};

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 1024);
  __type(key, struct setter);
  __type(value, __u64);
} switches SEC(".maps");

SEC("kprobe/do_tcp_setsockopt")
int BPF_KPROBE(on_option, struct sock *sk, int level, int option, const void *value) {
  struct setter setter = {.pid = bpf_get_current_pid_tgid() >> 32};
  __u64 one = 1, *count;
  int on = 0;
  if (level != 6 || option != 1) return 0;
  bpf_probe_read_user(&on, sizeof(on), value);
  setter.on = on != 0;
  bpf_get_current_comm(setter.comm, sizeof(setter.comm));
  count = bpf_map_lookup_elem(&switches, &setter);
  if (count)
    __sync_fetch_and_add(count, 1);
  else
    bpf_map_update_elem(&switches, &setter, &one, BPF_ANY);
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
