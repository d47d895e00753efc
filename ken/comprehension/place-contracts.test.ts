import { expect, test } from 'vitest';
import { placeContracts } from './place-contracts.ts';
import { tcpConnect, testingContract, testingStore } from './testing-contracts.ts';

const other = testingContract('other', { parameters: [{ name: 'sk', type: 'struct sock *' }] }, ['post ret == 0']);
const store = testingStore([tcpConnect, other]);
const placed = (text: string): string[] =>
  placeContracts({ framework: 'bpftrace', text }, store).annotations.map(
    ({ kind, condition }) => `${kind} ${condition}`,
  );

test.each<[string, string, string[]]>([
  [
    'a parameter',
    'kprobe:tcp_connect { $sk = (struct sock *)arg0; @ = $sk->sk_state; }',
    ['assume ((struct sock *)arg0) != 0', 'assert $sk != 0'],
  ],
  ['named arguments', 'fentry:tcp_connect { @ = args.sk->sk_state; }', ['assume args.sk != 0', 'assert args.sk != 0']],
  ['a result', 'kretprobe:other { @ = count(); }', ['assume (int32)retval == 0']],
  ['two hooks with different contracts', 'kretprobe:other, kretprobe:tcp_connect { @ = count(); }', []],
  ['a wildcard of which one match promises less', 'kretprobe:* { @ = count(); }', []],
  ['kprobe and fentry in one block', 'kprobe:tcp_connect, fentry:tcp_connect { @ = count(); }', []],
  ['an event', 'tracepoint:syscalls:sys_exit_openat { @ = args.ret; }', []],
])('%s', (_, text, expected) => {
  expect(placed(text)).toEqual(expected);
});

test('an assert stands before the statement that follows the pointer, never inside an expression', () => {
  const text =
    'kprobe:tcp_connect\n{\n  $sk = (struct sock *)arg0;\n  if (pid > 1) {\n    printf("%d; {", $sk->sk_state);\n  }\n}\n';
  const { annotated, annotations } = placeContracts({ framework: 'bpftrace', text }, store);
  expect(annotated.text.split('\n').map((line) => line.trim())).toEqual([
    ...[
      'kprobe:tcp_connect',
      '{',
      'assume(((struct sock *)arg0) != 0);',
      '$sk = (struct sock *)arg0;',
      'if (pid > 1) {',
      'assert($sk != 0);',
    ],
    ...['printf("%d; {", $sk->sk_state);', '}', '}', ''],
  ]);
  expect(annotations.map(({ line }) => annotated.text.split('\n')[line - 1]?.trim())).toEqual([
    'assume(((struct sock *)arg0) != 0);',
    'assert($sk != 0);',
  ]);
  expect(annotations[0]?.origin).toContain('net/a.c:1');
});

test('a C program gets them with the names of its own parameters', () => {
  const text =
    'SEC("kprobe/tcp_connect")\nint BPF_KPROBE(enter, struct sock *socket)\n{\n\tint s = BPF_CORE_READ(socket, sk_state);\n\treturn 0;\n}\n';
  const { annotations } = placeContracts({ framework: 'libbpf', text }, store);
  expect(annotations.map(({ kind, condition }) => `${kind} ${condition}`)).toEqual([
    'assume socket != NULL',
    'assert socket != NULL',
  ]);
});
