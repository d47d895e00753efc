import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openGuestPool } from '../kernel/guest/pool.ts';
import type { GuestPool } from '../kernel/guest/job.ts';
import { compareTexts } from './equivalence/compare-texts.ts';
import { openVerifier } from './open-verifier.ts';
import type { Verification } from './verification.ts';

let pool: GuestPool;
let verifier: ReturnType<typeof openVerifier>;

beforeAll(async () => {
  pool = await openGuestPool({ size: 1 });
  verifier = openVerifier(pool);
});
afterAll(async () => {
  await verifier.close();
  await pool.close();
});

const script = (text: string) => ({ framework: 'bpftrace' as const, text });

async function verified(text: string): Promise<Verification> {
  const answer = await verifier.verify(script(text));
  if (answer.status !== 'verified') throw new Error(answer.diagnostic);
  return answer.verification;
}

/** The paper's case study (Figures 7 and 8) in our own words: ports as they are read, and with both of them swapped. */
const connect = (sport: string, dport: string, asserts: string) => `kprobe:tcp_connect
{
  $sk = (struct sock *)arg0;
  assume($sk != 0);
  $sport = ${sport};
  $dport = ${dport};
  printf("%d -> %d\\n", $sport, $dport);
  ${asserts}
}`;

describe("the paper's case study", () => {
  test('a port without conversion is refuted, and the counterexample names the field', async () => {
    const { verdict, asserts } = await verified(
      connect(
        '$sk->__sk_common.skc_num',
        '$sk->__sk_common.skc_dport',
        'assert($dport == bswap($sk->__sk_common.skc_dport));',
      ),
    );
    expect(verdict).toBe('refuted');
    expect(asserts[0]?.line).toBe(8);
    expect(asserts[0]?.counterexample?.message).toMatch(/\$sk->__sk_common\.skc_dport = .*\(__be16\)/);
  });

  test('with both ports swapped the asserts hold, and the lint says that one of them is wrong all the same', async () => {
    const { verdict, lints } = await verified(
      connect(
        'bswap($sk->__sk_common.skc_num)',
        'bswap($sk->__sk_common.skc_dport)',
        'assert($dport == bswap($sk->__sk_common.skc_dport)); assert($sport == bswap($sk->__sk_common.skc_num));',
      ),
    );
    expect(verdict).toBe('proved');
    const orders = lints.filter(({ kind }) => kind === 'byte-order');
    expect(orders.map(({ message }) => message).join()).toContain('skc_num is in host byte order already');
    expect(orders.map(({ message }) => message).join()).not.toContain('skc_dport');
  });
});

describe('what is no proof', () => {
  test('a program without asserts', async () => {
    expect(await verified('kprobe:vfs_read { @ = count(); }')).toMatchObject({ verdict: 'vacuous' });
  });

  test.each([
    ['an unfinished annotation', 'kprobe:vfs_read { assert(1 == 1; }', 'bad-annotation'],
    ['a statement smuggled into one', 'kprobe:vfs_read { assert(1 == 1; @x = 1); }', 'bad-annotation'],
    ['an effect in a condition', 'kprobe:vfs_read { assert(@x++ == 1); }', 'bad-annotation'],
    ['an unknown function', 'kprobe:vfs_read { assert(nonsense(arg0) == 1); }', 'bad-annotation'],
    ['a syntax error', 'kprobe:vfs_read { $x = ; assert(1 == 1); }', 'compile-failed'],
  ])('%s is told as such', async (_, text, status) => {
    const answer = await verifier.verify(script(text));
    expect(answer.status).toBe(status);
    expect('diagnostic' in answer ? answer.diagnostic : '').not.toBe('');
  });

  test('a helper that is not modelled makes the program unsupported', async () => {
    const answer = await verifier.verify({
      framework: 'libbpf',
      text: `#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
SEC("kprobe/vfs_read")
int entry(struct pt_regs *context)
{
  char text[16];
  bpf_sysctl_get_name((void *)context, text, sizeof text, 0);
  ken_assert(text[0] == 0);
  return 0;
}
char LICENSE[] SEC("license") = "GPL";`,
    });
    expect(answer).toMatchObject({ status: 'verified', verification: { verdict: 'unsupported' } });
  });
});

describe('equivalence', () => {
  const base = 'kprobe:vfs_read /pid == 42/ { @reads[comm] = count(); printf("%d\\n", pid); }';
  test.each([
    [base.replace('/pid == 42/ {', '{ if (pid != 42) { return; }'), 'equivalent'],
    [base.replace('@reads', '@other'), 'equivalent'],
    [base.replace('pid == 42', 'tid == 42'), 'different'],
    [base.replace('printf("%d\\n", pid)', 'printf("%d\\n", tid)'), 'different'],
    [base.replace('vfs_read', 'vfs_write'), 'not-comparable'],
  ])('%s is %s', async (other, result) => {
    expect((await compareTexts(script(base), script(other), verifier)).result).toBe(result);
  });
});
