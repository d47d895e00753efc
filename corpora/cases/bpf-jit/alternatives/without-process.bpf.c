#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

SEC("fexit/bpf_int_jit_compile")
int BPF_PROG(on_compile, struct bpf_prog *program, struct bpf_prog *result) {
  bpf_printk("BPF JIT compile event, program type %d", program->type);
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
