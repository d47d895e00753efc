import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSolver } from '../verifier/solver/open-solver.ts';
import type { Solver } from '../verifier/solver/solver.ts';
import { testingTypes } from '../verifier/contracts/testing-types.ts';
import { guardAnnotations } from './annotation-guard.ts';
import { tcpConnect, testingStore } from './testing-contracts.ts';

let solver: Solver;
beforeAll(async () => {
  solver = await openSolver();
});
afterAll(() => solver.close());

const request = 'Count connections to port 443 of processes named nginx.';

async function guarded(
  hook: string,
  body: string,
): Promise<{ supported: string[]; unsupported: string[]; vacuous: string[] }> {
  const annotated = { framework: 'bpftrace' as const, text: `${hook}\n{\n  ${body}\n}\n` };
  const report = await guardAnnotations(annotated, request, {
    solver,
    types: testingTypes(),
    contracts: testingStore([tcpConnect]),
  });
  return {
    supported: report.supported.map(({ by }) => by),
    unsupported: report.unsupported.map(({ text }) => text),
    vacuous: report.vacuous.map(({ text }) => text),
  };
}

const nothing = { supported: [], unsupported: [], vacuous: [] };

test.each<[string, string, Partial<typeof nothing> | { supported: string[] }]>([
  ['kprobe:tcp_connect', 'assume(arg0 != 0);', { supported: ['the contract of tcp_connect'] }],
  [
    'kprobe:tcp_connect',
    '$sk = (struct sock *)arg0; assume($sk != 0);',
    { supported: ['the contract of tcp_connect'] },
  ],
  ['kretprobe:tcp_connect', 'assume((int32)retval <= 0);', { supported: ['the contract of tcp_connect'] }],
  ['kprobe:tcp_connect', 'assume(pid >= 0);', { supported: ['types'] }],
  ['kprobe:tcp_connect', 'assume(@port == 443);', { supported: ['the request'] }],
  ['kprobe:tcp_connect', 'assume(comm == "nginx");', { supported: ['the request'] }],
])('%s: %s is supported', async (hook, body, expected) => {
  expect(await guarded(hook, body)).toEqual({ ...nothing, ...expected });
});

test.each<[string, string, string]>([
  ['kprobe:tcp_connect', 'assume(arg1 != 0);', 'arg1 != 0'],
  ['kprobe:unknown', 'assume(arg0 != 0);', 'arg0 != 0'],
  ['kprobe:tcp_connect, kprobe:unknown', 'assume(arg0 != 0);', 'arg0 != 0'],
  ['kprobe:tcp_connect', '$sk = arg0; $sk = arg1; assume($sk != 0);', '$sk != 0'],
  ['kretprobe:tcp_connect', 'assume((int32)retval == 0);', '(int32)retval == 0'],
  ['kprobe:tcp_connect', 'assume(@port == 80);', '@port == 80'],
])('%s: %s is not', async (hook, body, expected) => {
  expect(await guarded(hook, body)).toEqual({ ...nothing, unsupported: [expected] });
});

test.each<[string, string]>([
  ['assert(1 == 1);', '1 == 1'],
  ['assert(pid >= 0);', 'pid >= 0'],
  ['assert($x == $x);', '$x == $x'],
  ['assume(arg0 != 0); assert(arg0 != 0);', 'arg0 != 0'],
])('%s says nothing', async (body, expected) => {
  expect((await guarded('kprobe:tcp_connect', body)).vacuous).toEqual([expected]);
});

test('an assert about the program is kept', async () => {
  expect(await guarded('kprobe:tcp_connect', '$p = 1; assert($p == bswap($sk->sk_port));')).toEqual(nothing);
});
