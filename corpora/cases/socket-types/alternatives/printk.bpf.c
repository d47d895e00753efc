#include "vmlinux.h"
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

SEC("kprobe/security_socket_sendmsg")
int BPF_KPROBE(on_send, struct socket *socket) {
  short type = BPF_CORE_READ(socket, type);
  bpf_printk("send pid=%d type=%d", (int)(bpf_get_current_pid_tgid() >> 32), type);
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
