import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GuestPool } from '../guest/job.ts';
import { openGuestPool } from '../guest/pool.ts';
import type { Observation } from '../observation.ts';
import { checkLibbpf, observeLibbpf } from './run-libbpf.ts';

const head = `#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
char LICENSE[] SEC("license") = "GPL";
`;

let pool: GuestPool;
beforeAll(async () => {
  pool = await openGuestPool({ size: 1 });
});
afterAll(async () => {
  await pool.close();
});

const check = (body: string) => checkLibbpf(pool, head + body);
const observe = (body: string, workload = 'sync; sync') => observeLibbpf(pool, head + body, { workload });
const texts = ({ records }: Observation, source: string) =>
  records.filter((r) => r.source === source).map((r) => r.text);

describe('observeLibbpf', () => {
  it('reads ring buffers, perf buffers, the trace pipe and maps', async () => {
    const observation = await observe(`
struct { __uint(type, BPF_MAP_TYPE_RINGBUF); __uint(max_entries, 65536); } ring SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_PERF_EVENT_ARRAY); __uint(key_size, 4); __uint(value_size, 4); } perf SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_HASH); __uint(max_entries, 64); __type(key, char[16]); __type(value, u64); } names SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY); __uint(max_entries, 1); __type(key, u32); __type(value, u64); } calls SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_ARRAY); __uint(max_entries, 1000); __type(key, u32); __type(value, u32); } sparse SEC(".maps");
u64 global;
SEC("tracepoint/syscalls/sys_enter_sync")
int on_sync(void *context) {
  u32 zero = 0, place = 77, five = 5;
  u64 big = ~0ull, *count = bpf_map_lookup_elem(&calls, &zero);
  char name[16] = {}, message[] = "perf";
  bpf_get_current_comm(name, sizeof(name));
  bpf_ringbuf_output(&ring, name, sizeof(name), 0);
  bpf_perf_event_output(context, &perf, BPF_F_CURRENT_CPU, message, sizeof(message));
  bpf_map_update_elem(&names, name, &big, BPF_ANY);
  bpf_map_update_elem(&sparse, &place, &five, BPF_ANY);
  if (count) *count += 1;
  global += 1;
  bpf_printk("\\"sync\\" by %s\\n", name);
  return 0;
}`);
    expect(observation.gate).toMatchObject({ status: 'accepted', stage: 'done', diagnostic: '' });
    expect(observation.gate.probes).toEqual([{ name: 'on_sync', attached: true }]);
    expect(observation.gate.toolchain.clang).toMatch(/^\d+\./);
    expect(observation.ran).toBe(true);
    const rings = observation.records.filter(({ source }) => source === 'ring');
    expect(
      rings.map(({ map, bytes }) => [
        map,
        Buffer.from(bytes ?? [])
          .toString('latin1')
          .replace(/\0[^]*/, ''),
      ]),
    ).toEqual([
      ['ring', 'sync'],
      ['ring', 'sync'],
      ['perf', 'perf'],
      ['perf', 'perf'],
    ]);
    expect(texts(observation, 'trace-pipe')).toEqual(['"sync" by sync', '"sync" by sync']);
    // Maps come in the object's own order.
    const entries = ['calls[0]: 2', 'names[sync]: 18446744073709551615', 'sparse[77]: 5'];
    expect(texts(observation, 'map').sort()).toEqual(entries);
  });

  it('starts the workload only after every program was tried, whatever names a program bears', async () => {
    const body = 'SEC("tracepoint/syscalls/sys_enter_sync") int __KEN_READY(void *c) { bpf_printk("seen"); return 0; }';
    const observation = await observe(body, 'sync');
    expect(texts(observation, 'trace-pipe')).toEqual(['seen']);
  });

  it('does not run the workload beside a program that did not attach', async () => {
    const observation = await observe('SEC("kprobe/no_such_function") int f(void *c) { return 0; }');
    expect(observation).toMatchObject({ ran: false, records: [], gate: { status: 'attach-failed', stage: 'attach' } });
    expect(observation.gate.probes[0]?.reason).toContain('No such file');
  });
});

describe('checkLibbpf', () => {
  it("gives the verifier's reason with the C line", async () => {
    const result = await check(
      'SEC("kprobe/vfs_open")\nint f(struct pt_regs *c) {\n  return *(int *)PT_REGS_PARM1(c);\n}',
    );
    expect(result).toMatchObject({ status: 'rejected', stage: 'verify', probes: [] });
    expect(result.diagnostic).toContain('return *(int *)PT_REGS_PARM1(c);');
    expect(result.diagnostic).toContain("invalid mem access 'scalar'");
    expect(result.log).toContain('BEGIN PROG LOAD LOG');
  });

  it("gives clang's error with the author's line, without paths of the host", async () => {
    const result = await check('int f(void) { return missing; }');
    expect(result).toMatchObject({ status: 'compile-failed', stage: 'compile' });
    expect(result.diagnostic).toMatch(/^line 5:\d+: error: use of undeclared identifier 'missing'/);
    expect(`${result.log}${result.diagnostic}`).not.toContain(pool.identity.sysroot);
  });

  it('names each program that did not attach', async () => {
    const result = await check(`
SEC("tracepoint/syscalls/sys_enter_sync") int good(void *c) { return 0; }
SEC("kprobe/no_such_function") int missing(void *c) { return 0; }
SEC("xdp") int needs_target(struct xdp_md *c) { return XDP_PASS; }`);
    expect(result).toMatchObject({ status: 'partially-attached', stage: 'attach' });
    expect(result.probes.map(({ name, attached }) => [name, attached])).toEqual([
      ['good', true],
      ['missing', false],
      ['needs_target', false],
    ]);
    expect(result.diagnostic).toContain('needs a target');
  });

  it('tells a missing target of a BTF-based probe from a rejection', async () => {
    const result = await check('SEC("fentry/no_such_function") int BPF_PROG(f) { return 0; }');
    expect(result).toMatchObject({ status: 'attach-failed', stage: 'attach' });
    expect(result.diagnostic).toContain('no_such_function');
  });

  it('refuses a section that libbpf does not know', async () => {
    const result = await check('SEC("nonsense") int f(void *c) { return 0; }');
    expect(result).toMatchObject({ status: 'compile-failed', stage: 'compile' });
    expect(result.diagnostic).toContain('nonsense');
  });

  it.each(['bpf_probe_write_user(p, &zero, 4)', 'bpf_override_return(p, zero)'])(
    'refuses %s, also in a function',
    async (call) => {
      const result = await check(`static __noinline long call(void *p) { int zero = 0; return ${call}; }
SEC("kprobe/vfs_open") int f(struct pt_regs *c) { return call(c); }`);
      expect(result).toMatchObject({ status: 'rejected', stage: 'verify' });
      expect(result.diagnostic).toContain('is not allowed here');
    },
  );

  it("does not compile what would read the host's files", async () => {
    const result = await check('#include "/etc/passwd"');
    expect(result).toMatchObject({ status: 'compile-failed', stage: 'compile' });
    expect(result.diagnostic).not.toContain('root:');
  });

  it('compiles texts that know only the headers for user space', async () => {
    const result = await checkLibbpf(
      pool,
      `#include <linux/bpf.h>
#include <linux/ptrace.h>
#include <bpf/bpf_helpers.h>
struct trace_event_raw_sys_enter { __u64 unused; long id; unsigned long args[6]; };
SEC("tracepoint/syscalls/sys_enter_kill") int f(struct trace_event_raw_sys_enter *c) { return c->args[1] == 9; }
char LICENSE[] SEC("license") = "GPL";`,
    );
    expect(result).toMatchObject({ status: 'accepted', normalised: [] });
  });
});
