import { KenError, quote } from '../../errors.ts';
import type { GateResult } from '../gate-result.ts';
import type { GuestPool } from '../guest/job.ts';
import type { Observation } from '../observation.ts';
import type { ObserveOptions } from './observe.ts';

/** Not built yet: a program in BPF C is neither accepted nor refused, the fault is told. */
export function checkLibbpf(pool: GuestPool, text: string): Promise<GateResult> {
  return Promise.reject(notBuilt(pool, text));
}

export function observeLibbpf(pool: GuestPool, text: string, options: ObserveOptions): Promise<Observation> {
  return Promise.reject(notBuilt(pool, text, options));
}

function notBuilt(...request: unknown[]): KenError {
  return new KenError('missing-tool', `the libbpf road of the gate is not built yet: ${quote(request[1])}`, {
    hint: 'Use bpftrace programs.',
  });
}
