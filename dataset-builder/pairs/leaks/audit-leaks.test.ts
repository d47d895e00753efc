import { expect, test } from 'vitest';
import { auditLeaks, type ShownPair } from './audit-leaks.ts';

const shown: ShownPair[] = [
  pair(
    'a/runqlat',
    'CPU scheduler run queue latency as a histogram.',
    'tracepoint:sched:sched_wakeup { @q[args.pid] = nsecs; } tracepoint:sched:sched_switch { @us = hist((nsecs - @q[args.next_pid]) / 1000); delete(@q[args.next_pid]); }',
  ),
  pair(
    'a/killsnoop',
    'Trace signals issued by the kill() syscall.',
    'tracepoint:syscalls:sys_enter_kill { printf("%d %d %d\\n", pid, args.pid, args.sig); }',
  ),
  pair('a/doors', 'Watch doors of the house.', 'kprobe:door_open { printf("x"); }'),
];

const audit = async (prompt: string, text: string, framework: 'bpftrace' | 'libbpf' = 'bpftrace') =>
  (await auditLeaks([{ id: 'case', prompt, programs: [{ framework, text }] }], shown))[0];

test('the same words at the same hooks are the same task, in the other framework too', async () => {
  const report = await audit(
    'Show the run queue latency of the CPU scheduler as a histogram. Print it when the tracer ends.',
    'SEC("tp_btf/sched_wakeup") int a(void *c) { return 0; } SEC("tp_btf/sched_switch") int b(void *c) { return 0; }',
    'libbpf',
  );
  expect(report).toMatchObject({
    leak: 'same-task',
    nearest: [{ id: 'a/runqlat', leak: 'same-task', hooks: 1 }, {}, {}],
  });
});

test('a copy of the program is the same task whatever is asked', async () => {
  const report = await audit(
    'Tell who is ended by whom.',
    'tracepoint:syscalls:sys_enter_kill { printf("%d -> %d (%d)\\n", pid, args.pid, args.sig); }',
  );
  expect(report).toMatchObject({ leak: 'same-task', nearest: [{ id: 'a/killsnoop' }, {}, {}] });
});

test('the same hook alone is near, other words at another hook are nothing', async () => {
  expect(
    await audit('Sum bytes by country.', 'kprobe:door_open { @[comm, cpu, uid, gid] = sum(arg2); } END { clear(@); }'),
  ).toMatchObject({ leak: 'near' });
  expect(
    await audit('Sum bytes by country.', 'kprobe:mail_sent { @[comm, cpu, uid] = sum(arg2); } END { clear(@); }'),
  ).toMatchObject({ leak: 'none' });
});

test('no pair, no leak', async () => {
  expect(await auditLeaks([{ id: 'case', prompt: 'Trace kill.', programs: [] }], [])).toEqual([
    { id: 'case', leak: 'none', nearest: [] },
  ]);
});

function pair(id: string, prompt: string, text: string): ShownPair {
  return { id, prompts: [prompt], framework: 'bpftrace', text };
}
