import type { Gate, GateResult } from '../kernel/gate-result.ts';

/**
 * A gate for tests of the loop: it gives the scripted results in order, then the last one again, and keeps what it was
 * asked. An `Error` in the script is thrown.
 */
export function scriptedGate(script: readonly (Partial<GateResult> | Error)[]): Gate & { checked: string[] } {
  const checked: string[] = [];
  return {
    checked,
    check({ text }) {
      checked.push(text);
      const step = script[Math.min(checked.length, script.length) - 1];
      if (step instanceof Error) return Promise.reject(step);
      return Promise.resolve({ ...accepted, ...step });
    },
    close: () => Promise.resolve(),
  };
}

const accepted: GateResult = {
  status: 'accepted',
  stage: 'done',
  probes: [{ name: 'BEGIN', attached: true }],
  log: '',
  diagnostic: '',
  normalised: [],
  toolchain: { kernel: '6.12.1-test', bpftrace: '0.23.2', image: 'test' },
  seconds: 0.5,
};
