// What is written to a ring buffer.
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_endian.h>

struct record {
  __u32 pid;
  __u32 uid;
  char name[16];
};
struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 65536);
} records SEC(".maps");

SEC("tracepoint/syscalls/sys_enter_kill")
int kill_entry(struct trace_event_raw_sys_enter *context)
{
  int signal = context->args[1];
  if (signal != 9 && signal != 15)
    return 0;
  struct record *record = bpf_ringbuf_reserve(&records, sizeof *record, 0);
  if (!record)
    return 0;
  record->pid = bpf_get_current_pid_tgid() >> 32;
  record->uid = bpf_get_current_uid_gid();
  bpf_get_current_comm(record->name, sizeof record->name);
  ken_assert(signal == 9 || signal == 15);       // holds
  ken_assert(signal == 9);                       // fails
  ken_assert(record->pid == (bpf_get_current_pid_tgid() >> 32));  // holds
  ken_assert(record->pid == (__u32)bpf_get_current_pid_tgid());   // fails
  ken_assert(record->name[15] == 0);             // holds
  ken_assert(record->uid == 0);                  // fails
  bpf_ringbuf_submit(record, 0);
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
