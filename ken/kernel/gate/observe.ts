import type { Fact, Observation } from '../observation.ts';
import type { Deadlines, GuestPool } from '../guest/job.ts';
import type { Program } from '../../program.ts';
import { observeBpftrace } from './run-bpftrace.ts';
import { observeLibbpf } from './run-libbpf.ts';

export interface ObserveOptions {
  /** Shell command before the tracer starts, as root, in /job. */
  setup?: string;
  /** Shell command that runs beside the tracer. Its lines `event name=value ...` become facts. */
  workload: string;
  files?: Record<string, Uint8Array | string>;
  /** Guest milliseconds between the end of the workload and the stop of the tracer. */
  settleMilliseconds?: number;
  deadlines?: Partial<Deadlines>;
}

/** Runs a program beside a workload in one fresh clone. The `gate` field is the verdict of that very run. */
export async function observe(pool: GuestPool, program: Program, options: ObserveOptions): Promise<Observation> {
  switch (program.framework) {
    case 'bpftrace':
      return observeBpftrace(pool, program.text, options);
    case 'libbpf':
      return observeLibbpf(pool, program.text, options);
  }
}

/** The facts that a workload printed: `connect pid=12 port=18080`. Lines of another form are not facts. */
export function workloadFacts(stdout: string): Fact[] {
  return stdout.split('\n').flatMap((line) => {
    const [event = '', ...pairs] = line.trim().split(/\s+/);
    if (!/^[a-z][\w-]*$/i.test(event) || !pairs.every((pair) => /^[\w-]+=/.test(pair))) return [];
    const fields = pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]);
    return [{ event, fields: Object.fromEntries(fields) as Record<string, string> }];
  });
}
