import { describe, expect, it } from 'vitest';
import { KenError } from '../../ken/errors.ts';
import type { GuestFault } from '../../ken/kernel/gate-result.ts';
import { judgeObservation } from './judge-observation.ts';
import type { Oracle } from './oracle.ts';
import { sampleGate, sampleObservation, sampleRecords } from './samples.ts';

const right: Oracle = () => [{ holds: true, claim: 'all is well' }];
const wrong: Oracle = () => [{ holds: false, claim: 'all is well', evidence: 'it is not' }];

describe('judgeObservation', () => {
  it('lets the oracle decide on a program that ran', () => {
    expect(judgeObservation(right, 'bpftrace', sampleObservation())).toMatchObject({
      judgement: 'correct',
      method: 'oracle',
    });
    expect(judgeObservation(wrong, 'bpftrace', sampleObservation())).toMatchObject({
      judgement: 'incorrect',
      method: 'oracle',
      evidence: [{ holds: false, evidence: 'it is not' }],
    });
  });

  it.each(['compile-failed', 'rejected', 'attach-failed'] as const)(
    'calls %s incorrect and gives the reason',
    (status) => {
      const observation = sampleObservation({
        gate: sampleGate({ status, diagnostic: 'unknown field\u001b[31m' }),
        ran: false,
        workload: null,
      });
      expect(judgeObservation(right, 'bpftrace', observation)).toMatchObject({
        judgement: 'incorrect',
        method: 'gate',
        evidence: [{ holds: false, evidence: '"unknown field [31m"' }],
      });
    },
  );

  it('runs a partially attached program, and names the probe that is missing', () => {
    const probes = [
      { name: 'kprobe:a', attached: true },
      { name: 'kprobe:b', attached: false },
    ];
    const observation = sampleObservation({ gate: sampleGate({ status: 'partially-attached', probes }) });
    const decision = judgeObservation(right, 'bpftrace', observation);
    expect(decision.judgement).toBe('correct');
    expect(decision.evidence[0]?.claim).toContain('"kprobe:b"');
  });

  it.each<GuestFault>([
    'panic',
    'power-off',
    'hang',
    'tracer-crash',
    'tracer-killed',
    'out-of-memory',
    'process-limit',
  ])('calls a program that brings about %s incorrect', (fault) => {
    const gate = sampleGate({ status: 'guest-fault', stage: 'guest', fault });
    const observation = sampleObservation({ gate, fault, ran: false, workload: null });
    expect(judgeObservation(right, 'bpftrace', observation)).toMatchObject({
      judgement: 'incorrect',
      method: 'gate',
      again: true,
      evidence: [{ evidence: expect.stringContaining(fault) as string }],
    });
  });

  it.each<GuestFault>(['setup-failed', 'protocol'])('does not hold %s against the program', (fault) => {
    const decision = judgeObservation(right, 'bpftrace', sampleObservation({ fault, ran: false, workload: null }));
    expect(decision).toMatchObject({ judgement: 'unjudged', method: 'none', again: true });
  });

  it.each<GuestFault>(['output-flood', 'ignored-stop'])('judges what was kept before %s', (fault) => {
    const observation = sampleObservation({ fault, records: sampleRecords('line\n') });
    expect(judgeObservation(right, 'bpftrace', observation).judgement).toBe('correct');
    expect(judgeObservation(wrong, 'bpftrace', observation).judgement).toBe('incorrect');
    expect(judgeObservation(right, 'bpftrace', observation).evidence[0]?.claim).toContain(fault);
  });

  it('does not hold a failed workload against the program', () => {
    const process = sampleObservation().workload;
    if (!process) throw new Error('the sample has a workload');
    const failed = sampleObservation({ workload: { ...process, exit: 98, stderr: 'mkdir: no space' } });
    expect(judgeObservation(wrong, 'bpftrace', failed)).toMatchObject({ judgement: 'unjudged', again: true });
    const lacking: Oracle = () => {
      throw new KenError('guest', 'the workload did not report "fork"');
    };
    expect(judgeObservation(lacking, 'bpftrace', sampleObservation())).toMatchObject({
      judgement: 'unjudged',
      again: true,
    });
    expect(judgeObservation(wrong, 'bpftrace', sampleObservation({ ran: false, workload: null })).judgement).toBe(
      'unjudged',
    );
  });

  it('never takes silence of the oracle for success, nor hides its faults', () => {
    expect(() => judgeObservation(() => [], 'bpftrace', sampleObservation())).toThrow(/no finding/);
    const broken: Oracle = () => {
      throw new TypeError('undefined is not a function');
    };
    expect(() => judgeObservation(broken, 'bpftrace', sampleObservation())).toThrow(TypeError);
  });
});
