import type { Gate } from '../gate-result.ts';
import type { GuestPool } from '../guest/job.ts';
import { checkBpftrace } from './run-bpftrace.ts';
import { checkLibbpf } from './run-libbpf.ts';

/** The gate of a guest pool: each check runs in a clone of its own. Closing it leaves the pool open for its owner. */
export function createGate(pool: GuestPool): Gate {
  return {
    check: ({ framework, text }) => (framework === 'bpftrace' ? checkBpftrace(pool, text) : checkLibbpf(pool, text)),
    close: () => Promise.resolve(),
  };
}
