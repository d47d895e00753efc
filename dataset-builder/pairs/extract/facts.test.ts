import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bpftraceFacts } from './bpftrace-facts.ts';
import { canonicalHook } from './canonical-hook.ts';
import { libbpfFacts } from './libbpf-facts.ts';

test('reads probes, maps and functions of a bpftrace script', () => {
  const facts = bpftraceFacts(`BEGIN { printf("start @fake kprobe:fake\\n"); }
kprobe:vfs_read, kprobe:vfs_write /pid != 1/ { @start[tid] = nsecs; }
kretprobe:vfs_read { @us = hist((nsecs - @start[tid]) / 1000); delete(@start[tid]); }
interval:s:1 { print(@us); }`);
  expect(facts.hooks).toEqual(['kprobe:vfs_read', 'kprobe:vfs_write', 'kretprobe:vfs_read']);
  expect(facts.maps).toEqual([
    { name: '@start', type: 'value' },
    { name: '@us', type: 'hist' },
  ]);
  expect(facts.programs.map(({ section }) => section)).toContain('kprobe:vfs_read,kprobe:vfs_write');
  expect(facts.helpers).toEqual(['delete', 'hist', 'print', 'printf']);
  expect(facts.syntaxProblem).toBeNull();
});

test.each([
  ['This program counts calls.', 'it has no probe'],
  ['BEGIN { printf("a"); ', '"{" and "}" do not match'],
])('a script that does not parse says why: %s', (text, problem) => {
  expect(bpftraceFacts(text).syntaxProblem).toBe(problem);
});

test('reads programs, maps, helpers and the kernel licence of BPF C', async () => {
  const facts = await libbpfFacts(`#include "vmlinux.h"
/* SEC("kprobe/comment") */
struct { __uint(type, BPF_MAP_TYPE_HASH); __type(key, u32); } start SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_RINGBUF); } events SEC(".maps");
SEC("kprobe/vfs_read") int BPF_KPROBE(enter_read, struct file *file) { return bpf_get_smp_processor_id(); }
SEC("tp_btf/sched_switch")
int BPF_PROG(on_switch, bool preempt) { bpf_map_update_elem(&start, 0, 0, 0); return 0; }
SEC("?xdp") static int parse(struct xdp_md *ctx) { return 2; }
char LICENSE[] SEC("license") = "Dual BSD/GPL";`);
  expect(facts.programs).toEqual([
    { name: 'enter_read', section: 'kprobe/vfs_read' },
    { name: 'on_switch', section: 'tp_btf/sched_switch' },
    { name: 'parse', section: '?xdp' },
  ]);
  expect(facts.hooks).toEqual(['kprobe:vfs_read', 'tracepoint:*:sched_switch', 'xdp']);
  expect(facts.maps).toEqual([
    { name: 'start', type: 'hash' },
    { name: 'events', type: 'ringbuf' },
  ]);
  expect(facts.helpers).toEqual(['bpf_get_smp_processor_id', 'bpf_map_update_elem']);
  expect(facts.kernelLicence).toBe('Dual BSD/GPL');
  expect(facts.syntaxProblem).toBeNull();
});

test('C without a program says so', async () => {
  expect((await libbpfFacts('int main(void) { return 0; }')).syntaxProblem).toMatch(/no program/);
});

test.each([
  ['k:vfs_read', 'fentry/vfs_read'],
  ['kretprobe:vfs_read', 'fexit/vfs_read'],
  ['tracepoint:sched:sched_switch', 'tp/sched/sched_switch'],
  ['rawtracepoint:sched_switch', 'raw_tp/sched_switch'],
  ['uprobe:/bin/bash:readline', 'uprobe//bin/bash:readline'],
  ['profile:hz:99', 'perf_event'],
  ['tracepoint:syscalls:sys_enter_kill', 'ksyscall/kill'],
])('%s and %s are one hook', (bpftrace, libbpf) => {
  const hook = canonicalHook(libbpf);
  expect(canonicalHook(bpftrace)?.replace('syscalls/', 'syscalls:')).toBe(hook?.replace('sched/', 'sched:'));
});

test('any text is read without failing', async () => {
  const characters = fc.constantFrom(
    'SEC("',
    '")',
    '{',
    '}',
    '(',
    ')',
    '@',
    'kprobe:f',
    ' ',
    '\n',
    '/*',
    '*/',
    '"',
    'int f',
    ';',
    '=',
  );
  await fc.assert(
    fc.asyncProperty(fc.array(characters, { maxLength: 60 }), async (parts) => {
      expect(Array.isArray(bpftraceFacts(parts.join('')).hooks)).toBe(true);
      expect(Array.isArray((await libbpfFacts(parts.join(''))).hooks)).toBe(true);
    }),
  );
});
