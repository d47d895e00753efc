import { describe, expect, it } from 'vitest';
import type { GateStatus } from '../../ken/kernel/gate-result.ts';
import { judgeUnexercised } from './judge-unexercised.ts';
import { sampleGate } from './samples.ts';

const rule = { reason: 'The guest has no such counter.', neededAttachPoints: ['^hardware:cache-misses(?=:|$)'] };
const judged = (text: string, status: GateStatus, framework: 'bpftrace' | 'libbpf' = 'bpftrace'): string =>
  judgeUnexercised(rule, { framework, text }, sampleGate({ status })).judgement;

const right = 'hardware:cache-misses:1000 { @[comm] = count(); }';
const wrong = '// hardware:cache-misses\nkprobe:cache_miss { @["hardware:cache-misses"] = count(); }';

describe('judgeUnexercised', () => {
  it('never calls a program correct', () => {
    for (const status of ['accepted', 'attach-failed', 'partially-attached', 'guest-fault'] as const)
      expect(judged(right, status)).toBe('unjudged');
  });

  it('knows what is certainly wrong', () => {
    expect(judged(right, 'compile-failed')).toBe('incorrect');
    expect(judged(right, 'rejected')).toBe('incorrect');
    expect(judged(wrong, 'accepted')).toBe('incorrect');
    expect(judged('hardware:cache-misses-of-mine { }', 'attach-failed')).toBe('incorrect');
  });

  it('applies the rule of attach points to bpftrace only', () => {
    expect(judged('SEC("perf_event")', 'attach-failed', 'libbpf')).toBe('unjudged');
    const none = { reason: 'No reason.', neededAttachPoints: [] };
    const program = { framework: 'bpftrace' as const, text: wrong };
    expect(judgeUnexercised(none, program, sampleGate()).judgement).toBe('unjudged');
  });

  it('gives the reason', () => {
    const program = { framework: 'bpftrace' as const, text: right };
    expect(judgeUnexercised(rule, program, sampleGate()).evidence[0]?.evidence).toBe(rule.reason);
  });
});
