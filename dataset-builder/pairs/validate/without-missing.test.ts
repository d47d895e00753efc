import { expect, test } from 'vitest';
import type { Gate, GateResult } from '../../../ken/kernel/gate-result.ts';
import { checkWithoutMissing, optional } from './without-missing.ts';

const text = `SEC("fentry/old_name")
int BPF_PROG(fentry_old, int a)
{ return 0; }
SEC("fentry/new_name")
int BPF_PROG(fentry_new, int a) { return 0; }
SEC("kprobe/x") static int plain(struct pt_regs *ctx) { return 0; }`;

test('marks the section of the named function alone', () => {
  expect(optional(text, 'fentry_new')).toBe(text.replace('SEC("fentry/new_name")', 'SEC("?fentry/new_name")'));
  expect(optional(text, 'plain')).toBe(text.replace('SEC("kprobe/x")', 'SEC("?kprobe/x")'));
  expect(optional(text, 'fentry')).toBe(text);
  expect(optional(optional(text, 'plain'), 'plain')).toBe(optional(text, 'plain'));
});

test('leaves out what the kernel does not have, one after another, and says so', async () => {
  const seen: string[] = [];
  const gate = gateOf((program) => {
    seen.push(program);
    const missing = ['fentry_old', 'fentry_new'].find((name) => optional(program, name) !== program);
    return missing === undefined ? 'accepted' : missing;
  });
  const { result, without } = await checkWithoutMissing(gate, { framework: 'libbpf', text });
  expect(without).toEqual(['fentry_old', 'fentry_new']);
  expect(result.status).toBe('accepted');
  expect(seen).toHaveLength(3);
});

test('a function that the text does not hold ends it, and bpftrace is checked once', async () => {
  let calls = 0;
  const gate = gateOf(() => {
    calls += 1;
    return 'unknown_function';
  });
  expect((await checkWithoutMissing(gate, { framework: 'libbpf', text })).without).toEqual([]);
  await checkWithoutMissing(gate, { framework: 'bpftrace', text: 'BEGIN {}' });
  expect(calls).toBe(2);
});

function gateOf(answer: (text: string) => string): Gate {
  return {
    check({ text: program }) {
      const said = answer(program);
      const accepted = said === 'accepted';
      const result: GateResult = {
        status: accepted ? 'accepted' : 'attach-failed',
        stage: 'attach',
        probes: [],
        log: accepted ? '' : `libbpf: prog '${said}': failed to find kernel BTF type ID of 'f': -3`,
        diagnostic: '',
        normalised: [],
        toolchain: { kernel: 'k', bpftrace: 'b', image: 'i' },
        seconds: 1,
      };
      return Promise.resolve(result);
    },
    close: () => Promise.resolve(),
  };
}
