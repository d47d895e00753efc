// fault: the parent of the process that waits in place of the holder
#include "vmlinux.h"
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>

/* fs/locks.c: the request was put behind the lock that is in its way. */
#define FILE_LOCK_DEFERRED 1

struct lock_wait {
  __u32 waiter;
  __u32 holder;
  __u64 inode;
  char comm[16];
};

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 64 * 1024);
} waits SEC(".maps");

SEC("tracepoint/filelock/posix_lock_inode")
int on_lock(struct trace_event_raw_filelock_lock *context) {
  struct lock_wait *wait;

  if (context->ret != FILE_LOCK_DEFERRED) return 0;
  wait = bpf_ringbuf_reserve(&waits, sizeof(*wait), 0);
  if (!wait) return 0;
  wait->waiter = bpf_get_current_pid_tgid() >> 32;
  wait->holder = BPF_CORE_READ((struct task_struct *)bpf_get_current_task(), real_parent, tgid);
  wait->inode = context->i_ino;
  bpf_get_current_comm(wait->comm, sizeof(wait->comm));
  bpf_ringbuf_submit(wait, 0);
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
