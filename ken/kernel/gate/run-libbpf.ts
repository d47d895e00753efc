import { KenError } from '../../errors.ts';
import type { GateResult } from '../gate-result.ts';
import type { GuestPool } from '../guest/job.ts';
import type { Observation } from '../observation.ts';
import type { ObserveOptions } from './observe.ts';

/** Not built yet: a program in BPF C is neither accepted nor refused, the fault is told. */
export function checkLibbpf(_pool: GuestPool, _text: string): Promise<GateResult> {
  return Promise.reject(notBuilt());
}

export function observeLibbpf(_pool: GuestPool, _text: string, _options: ObserveOptions): Promise<Observation> {
  return Promise.reject(notBuilt());
}

function notBuilt(): KenError {
  return new KenError('missing-tool', 'the libbpf road of the gate is not built yet', {
    hint: 'Use bpftrace programs.',
  });
}
