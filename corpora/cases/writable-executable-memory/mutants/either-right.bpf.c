// fault: one of the rights is enough
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

#define PROT_WRITE 2
#define PROT_EXEC 4

struct protection_request {
  __u64 start;
  __u64 length;
  __u32 pid;
  char comm[16];
};

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 64 * 1024);
} requests SEC(".maps");

SEC("tracepoint/syscalls/sys_enter_mprotect")
int on_mprotect(struct trace_event_raw_sys_enter *context) {
  __u64 rights = context->args[2];
  struct protection_request *request;

  if (!(rights & PROT_WRITE) && !(rights & PROT_EXEC)) return 0;
  request = bpf_ringbuf_reserve(&requests, sizeof(*request), 0);
  if (!request) return 0;
  request->start = context->args[0];
  request->length = context->args[1];
  request->pid = bpf_get_current_pid_tgid() >> 32;
  bpf_get_current_comm(request->comm, sizeof(request->comm));
  bpf_ringbuf_submit(request, 0);
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
