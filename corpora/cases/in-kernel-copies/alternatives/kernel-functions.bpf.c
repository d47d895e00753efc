/* Records of the functions behind the calls. */
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

struct copy {
  __u32 pid;
  __u32 call;
  __s64 bytes;
};

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 64 * 1024);
} copies SEC(".maps");

static int report(__u32 call, __s64 bytes) {
  struct copy copy = {.pid = bpf_get_current_pid_tgid() >> 32, .call = call, .bytes = bytes};

  if (bytes > 0) bpf_ringbuf_output(&copies, &copy, sizeof(copy), 0);
  return 0;
}

SEC("kretprobe/__x64_sys_sendfile64")
int BPF_KRETPROBE(on_sendfile, long result) {
  return report(1, result);
}

SEC("kretprobe/__x64_sys_splice")
int BPF_KRETPROBE(on_splice, long result) {
  return report(2, result);
}

SEC("kretprobe/__x64_sys_copy_file_range")
int BPF_KRETPROBE(on_copy, long result) {
  return report(3, result);
}

char LICENSE[] SEC("license") = "GPL";
