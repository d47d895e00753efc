import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readObject } from '../elf/read-object.ts';
import { cOrderMistakes } from './byte-order-c.ts';
import { readC } from './c-tree/c-nodes.ts';

const { types } = readObject(readFileSync(path.join(import.meta.dirname, 'fixtures', 'network.o')));

/** What is wrong with a kprobe of this body: the first words of each message. */
async function mistakes(
  body: string,
  before = '',
  parameters = 'struct sock *sk, struct iphdr *ip, struct tcphdr *tcp',
): Promise<string[]> {
  if (!types) throw new Error('the fixture has no types');
  const text = `${before}\nSEC("kprobe/f") int BPF_KPROBE(f, ${parameters})\n{\n${body}\nreturn 0;\n}`;
  const tree = await readC(text);
  if (!tree) throw new Error('the text was not read');
  return cOrderMistakes(tree, types).map(({ message }) => message.replace(/ (?:without|already).*/, ''));
}

const printed = (field: string): string[] => [`${field} is in network byte order and is printed`];
const compared = (field: string): string[] => [`${field} is in network byte order and is compared`];

describe('a field in network order', () => {
  it.each([
    ['bpf_printk("%d", sk->__sk_common.skc_dport);', printed('skc_dport')],
    ['bpf_printk("%d", BPF_CORE_READ(sk, __sk_common.skc_dport));', printed('skc_dport')],
    ['bpf_printk("%d", BPF_CORE_READ(sk, __sk_common).skc_dport);', printed('skc_dport')],
    ['__u16 port = BPF_CORE_READ(sk, __sk_common.skc_dport); bpf_printk("%d", port);', printed('skc_dport')],
    ['__u16 p; BPF_CORE_READ_INTO(&p, sk, __sk_common.skc_dport); bpf_printk("%d", p);', printed('skc_dport')],
    ['__u16 p; bpf_core_read(&p, sizeof(p), &sk->__sk_common.skc_dport); bpf_printk("%d", p);', printed('skc_dport')],
    [
      '__u16 p = 0; bpf_probe_read_kernel(&p, sizeof(p), &sk->__sk_common.skc_dport); if (p == 443) return 1;',
      compared('skc_dport'),
    ],
    ['char f[] = "%x"; bpf_trace_printk(f, sizeof(f), ip->saddr);', printed('saddr')],
    ['struct event e = {}; e.port = tcp->dest; bpf_printk("%d", e.port);', printed('dest')],
    ['struct event e = { .port = tcp->dest }; bpf_printk("%d", e.port);', printed('dest')],
    ['if (tcp->dest == 80) return 1;', compared('dest')],
    ['if (443 != tcp->source) return 1;', compared('source')],
    ['if (tcp->dest == sk->__sk_common.skc_num) return 1;', compared('dest')],
    ['struct ethhdr *eth = (void *)sk; if (eth->h_proto != ETH_P_IP) return 0;', compared('h_proto')],
    ['switch (tcp->dest) { case 80: return 1; case bpf_htons(81): return 2; }', compared('dest')],
    [
      'struct sockaddr_in a; bpf_probe_read_user(&a, sizeof(a), sk); bpf_printk("%d", a.sin_port);',
      printed('sin_port'),
    ],
    ['unknown_t *u = (unknown_t *)sk; bpf_printk("%d", u->inet_sport);', printed('inet_sport')],
  ])('%s', async (body, expected) => {
    expect(await mistakes(body)).toEqual(expected);
  });

  it('is seen through a macro of the text', async () => {
    const before = '#define PORT(s) ((s)->__sk_common.skc_dport)\n#define HTTP 80\n#define WIRE bpf_htons(80)';
    expect(await mistakes('if (PORT(sk) == HTTP) return 1;', before)).toEqual(compared('skc_dport'));
    expect(await mistakes('if (PORT(sk) == WIRE) return 1;', before)).toEqual([]);
  });
});

describe('is right', () => {
  it.each([
    'bpf_printk("%d", bpf_ntohs(BPF_CORE_READ(sk, __sk_common.skc_dport)));',
    'bpf_printk("%d", __builtin_bswap16(tcp->dest));',
    'bpf_printk("%pI4", &ip->saddr);',
    'if (tcp->dest == bpf_htons(80) || tcp->source == 0 || tcp->dest == 0xffff) return 1;',
    'if (tcp->dest == bpf_htons(sk->__sk_common.skc_num)) return 1;',
    'if (bpf_ntohs(tcp->dest) == 80) return 1;',
    'if (tcp->dest == tcp->source) return 1;',
    'struct event e = {}; e.port = tcp->dest; bpf_ringbuf_output(&rb, &e, sizeof(e), 0);',
    '__u16 p = tcp->dest; p = bpf_ntohs(p); bpf_printk("%d", p);',
    'bpf_printk("%d", (tcp->dest >> 8) | ((tcp->dest & 0xff) << 8));',
    'bpf_printk("%d", sk->__sk_common.skc_num);',
    'bpf_printk("%d", sk->__sk_common.skc_family);',
    'struct own { __u16 dest; } *o = (void *)sk; bpf_printk("%d", o->dest);',
    'unknown_t *u = (unknown_t *)sk; bpf_printk("%d", u->port);',
    'if (tcp->dest == wanted) return 1;',
    'bpf_printk("%x", ip->check);',
  ])('%s', async (body) => {
    expect(await mistakes(body, 'const volatile __u16 wanted;\nstruct event { __u16 port; };')).toEqual([]);
  });
});

it('knows that a field in host order needs no conversion', async () => {
  expect(await mistakes('bpf_printk("%d", bpf_ntohs(BPF_CORE_READ(sk, __sk_common.skc_num)));')).toEqual([
    'skc_num is in host byte order',
  ]);
  expect(await mistakes('__u16 d = bpf_ntohs(tcp->dest); bpf_printk("%d", bpf_ntohs(d));')).toEqual([
    'dest was converted before; bpf_ntohs() turns it back',
  ]);
});

it('reads text that is no C without a fault', async () => {
  expect(await mistakes('}}}} ((( @@ \u0000 if (tcp->dest == ')).toEqual(expect.any(Array));
});

it('does not read what is nested without end', async () => {
  expect(await readC(`int f(int a) { return ${'a + '.repeat(20_000)}a; }`)).toBeNull();
});
