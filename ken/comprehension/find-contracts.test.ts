import { expect, test } from 'vitest';
import { contractsOfHook, hooksOf } from './find-contracts.ts';
import { tcpConnect, testingContract, testingStore } from './testing-contracts.ts';

const store = testingStore([
  tcpConnect,
  testingContract('vfs_read', {}),
  testingContract('vfs_write', {}),
  testingContract('kmem_cache_alloc_noprof', {}),
  testingContract('__x64_sys_openat', {}),
  testingContract('syscalls:sys_enter_openat', {}),
  testingContract('sched:sched_switch', {}),
  testingContract('bpf_lsm_file_open', {}),
]);

const names = (hook: string): string[] =>
  contractsOfHook(hook, store).map(({ contract, through }) => contract.name + (through === '' ? '' : '*'));

test.each<[string, string[]]>([
  ['tcp_connect', ['tcp_connect']],
  ['kprobe:tcp_connect', ['tcp_connect']],
  ['kprobe:tcp_connect+0x10', ['tcp_connect']],
  ['kprobe:tcp_connect.isra.0', ['tcp_connect*']],
  ['kretprobe:tcp_connect.constprop.0.isra.3', ['tcp_connect*']],
  ['fentry:vmlinux:tcp_connect', ['tcp_connect']],
  ['fentry/tcp_connect', ['tcp_connect']],
  ['kprobe:vfs_*', ['vfs_read*', 'vfs_write*']],
  ['kprobe:sys_openat', ['__x64_sys_openat*']],
  ['kprobe:do_sys_openat', ['__x64_sys_openat*']],
  ['ksyscall/openat', ['__x64_sys_openat']],
  ['tracepoint:syscalls:sys_enter_openat', ['syscalls:sys_enter_openat', '__x64_sys_openat*']],
  ['tracepoint:syscalls:sys_exit_openat', ['__x64_sys_openat*']],
  ['rawtracepoint:sched_switch', ['sched:sched_switch*']],
  ['tp_btf/sched_switch', ['sched:sched_switch*']],
  ['lsm/file_open', ['bpf_lsm_file_open']],
  ['kprobe:kmem_cache_alloc', ['kmem_cache_alloc_noprof*']],
  ['kprobe:unknown', []],
  ['BEGIN', []],
  ['uprobe:/bin/bash:readline', []],
  ['interval:s:1', []],
])('%s leads to %j', (hook, expected) => {
  expect(names(hook)).toEqual(expected);
});

test('hooks of a script: several on a line, wildcards, nothing of comments and strings', () => {
  const text =
    '// kprobe:no\nkprobe:a,kprobe:b*\n/pid/ { printf("kprobe:no2 {"); }\ntracepoint:sched:sched_switch { }\n';
  const hooks = hooksOf({ framework: 'bpftrace', text });
  expect(hooks.map(({ kind, target, line }) => [kind, target, line])).toEqual([
    ['function', 'a', 2],
    ['function', 'b*', 2],
    ['event', 'sched:sched_switch', 4],
  ]);
});

test('hooks of a C program are its sections', () => {
  const text =
    '/* SEC("kprobe/no") */\nSEC("kprobe/tcp_connect")\nint BPF_KPROBE(f, struct sock *sk) { return 0; }\nchar LICENSE[] SEC("license") = "GPL";\n';
  expect(hooksOf({ framework: 'libbpf', text }).map(({ kind, target, line }) => [kind, target, line])).toContainEqual([
    'function',
    'tcp_connect',
    2,
  ]);
});
