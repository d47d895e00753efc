import type { GateResult } from '../../ken/kernel/gate-result.ts';
import type { Observation, OutputRecord, Scalar } from '../../ken/kernel/observation.ts';

/** Records as a tracer would give them, for tests. A string is one printf; a map print is `{ '@map': { key: value } }`. */
export type Sample = string | Record<string, Record<string, Scalar>> | { ring: Uint8Array };

export function sampleRecords(...samples: readonly Sample[]): OutputRecord[] {
  return samples.flatMap((sample, sequence): OutputRecord[] => {
    if (typeof sample === 'string') return [{ source: 'print', sequence, text: sample }];
    if (sample['ring'] instanceof Uint8Array) {
      return [{ source: 'ring', sequence, text: Buffer.from(sample['ring']).toString('hex'), bytes: sample['ring'] }];
    }
    return Object.entries(sample as Record<string, Record<string, Scalar>>).flatMap(([map, entries]) =>
      Object.entries(entries).map(([key, value]) => ({
        source: 'map' as const,
        sequence,
        text: `${map}[${key}]: ${value}`,
        map,
        key,
        value,
      })),
    );
  });
}

/** A gate's answer, for tests. */
export function sampleGate(changes: Partial<GateResult> = {}): GateResult {
  return {
    status: 'accepted',
    stage: 'done',
    probes: [],
    log: '',
    diagnostic: '',
    normalised: [],
    toolchain: { kernel: '6.12', bpftrace: '0.23', image: 'sample' },
    seconds: 1,
    ...changes,
  };
}

/** A run in which everything went well, for tests. */
export function sampleObservation(changes: Partial<Observation> = {}): Observation {
  const process = {
    exit: 0,
    signal: null,
    stdout: '',
    stderr: '',
    stdoutBytes: 0,
    stderrBytes: 0,
    milliseconds: 1,
  };
  return {
    gate: sampleGate(),
    ran: true,
    records: [],
    lost: 0,
    facts: [],
    tracer: process,
    workload: process,
    setup: null,
    kernelLog: '',
    seconds: 1,
    ...changes,
  };
}
