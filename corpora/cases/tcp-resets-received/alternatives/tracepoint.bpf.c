#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

SEC("tracepoint/tcp/tcp_receive_reset")
int on_reset(struct trace_event_raw_tcp_event_sk *ctx) {
  bpf_printk("lport=%d rport=%d", ctx->sport, ctx->dport);
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
