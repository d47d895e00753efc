// fault: datagram sockets are missing
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

SEC("fentry/unix_stream_connect")
int BPF_PROG(on_stream, struct socket *sock, struct sockaddr *address) {
  char path[108] = {}, comm[16];
  bpf_probe_read_kernel_str(path, sizeof(path), ((struct sockaddr_un *)address)->sun_path);
  bpf_get_current_comm(comm, sizeof(comm));
  bpf_printk("%d %s %s", (int)(bpf_get_current_pid_tgid() >> 32), comm, path);
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
