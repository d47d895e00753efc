import type { GateResult } from '../gate-result.ts';
import type { JobOutcome } from '../guest/job.ts';
import type { Observation, OutputRecord } from '../observation.ts';
import { workloadFacts } from './observe.ts';
import { faultOf } from './results.ts';

/** Puts together what a job showed. The workload ran only if the guest reports on it. */
export function observationOf(
  gate: GateResult,
  outcome: JobOutcome,
  records: OutputRecord[],
  lost: number,
): Observation {
  const { reply, seconds } = outcome;
  const fault = faultOf(outcome);
  return {
    gate,
    ran: reply !== null && reply.workload !== null,
    ...(fault === undefined ? {} : { fault }),
    records,
    lost,
    facts: workloadFacts(reply?.workload?.stdout ?? ''),
    tracer: reply?.tracer ?? null,
    workload: reply?.workload ?? null,
    setup: reply?.setup ?? null,
    kernelLog: reply?.kernelLog ?? '',
    seconds,
  };
}

/** The observation of a program that never reached the guest. */
export function notRun(gate: GateResult): Observation {
  const nothing = { records: [], lost: 0, facts: [], tracer: null, workload: null, setup: null, kernelLog: '' };
  return { gate, ran: false, ...nothing, seconds: gate.seconds };
}
