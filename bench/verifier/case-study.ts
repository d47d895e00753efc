import type { Program } from '../../ken/program.ts';

/** The paper's case study (Figure 7) in our own words: the destination port is printed as the kernel keeps it. */
export const caseStudy: Program = {
  framework: 'bpftrace',
  text: `kprobe:tcp_connect
{
  $sk = (struct sock *)arg0;
  assume($sk != 0);
  $sport = $sk->__sk_common.skc_num;
  $dport = $sk->__sk_common.skc_dport;
  printf("%d -> %d\\n", $sport, $dport);
  assert($dport == bswap($sk->__sk_common.skc_dport));
}
`,
};
