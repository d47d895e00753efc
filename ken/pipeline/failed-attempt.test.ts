import { expect, test } from 'vitest';
import type { GateResult } from '../kernel/gate-result.ts';
import type { Verification } from '../verifier/verification.ts';
import { failedAttempt } from './failed-attempt.ts';
import type { Attempt } from './result.ts';

const gate: GateResult = {
  status: 'rejected',
  stage: 'verify',
  probes: [],
  log: 'line 1\nline 2: R0 invalid mem access\nprocessed 7 insns',
  diagnostic: 'R0 invalid mem access',
  normalised: [],
  toolchain: { kernel: 'k', bpftrace: 'b', image: 'i' },
  seconds: 1,
};

const verification: Verification = {
  verdict: 'refuted',
  reason: 'an assert fails',
  asserts: [
    {
      ...{ line: 3, column: 1, text: '$port == 80', verdict: 'refuted', reason: 'it fails on some path' },
      counterexample: { events: [], message: 'with $sk->skc_dport = 20480' },
    },
  ],
  lints: [],
  changed: '',
  assumptions: [],
  seconds: 0,
  compileSeconds: 0,
  statistics: { paths: 1, instructions: 1, solverChecks: 1 },
};

const attempt = (change: Partial<Attempt>): Attempt => ({
  number: 1,
  messages: [],
  reply: { text: '', usage: null, finishReason: null, seconds: 0, retries: [], recorded: false },
  candidate: { framework: 'bpftrace', text: 'BEGIN {}' },
  retrieved: [],
  gate: null,
  seconds: { retrieval: 0, model: 0, comprehension: 0, solver: 0, gate: 0 },
  ...change,
});

test('the gate is told in full or distilled', () => {
  expect(failedAttempt(attempt({ gate }), 'raw-log').diagnostic).toBe(gate.log);
  expect(failedAttempt(attempt({ gate }), 'distilled').diagnostic).toBe('R0 invalid mem access');
  expect(failedAttempt(attempt({ gate })).diagnostic).toBe('R0 invalid mem access');
  expect(failedAttempt(attempt({ gate: { ...gate, log: ' ' } }), 'raw-log').diagnostic).toBe('R0 invalid mem access');
});

test('a refutation is told with its counterexample, or with the reason alone', () => {
  const refuted = attempt({
    symbolic: { turns: [], annotated: null, answer: { status: 'verified', verification }, passed: false },
  });
  expect(failedAttempt(refuted).diagnostic).toContain('20480');
  expect(failedAttempt(refuted, 'counterexample').diagnostic).toContain('20480');
  expect(failedAttempt(refuted, 'distilled').diagnostic).toBe(
    'line 3: assert($port == 80) is refuted\nit fails on some path',
  );
  expect(failedAttempt(refuted, 'raw-log').diagnostic).not.toContain('20480');
});
