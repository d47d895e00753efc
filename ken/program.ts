/** How a kernel extension is written. `bpftrace` is one script; `libbpf` is one BPF C file without a user-space part. */
export type Framework = 'bpftrace' | 'libbpf';

export const frameworks: readonly Framework[] = ['bpftrace', 'libbpf'];

/** A program text in one of the two frameworks. Model-written text is hostile: it runs only inside the guest kernel. */
export interface Program {
  framework: Framework;
  text: string;
}
