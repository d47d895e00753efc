import { KenError } from '../errors.ts';
import type { Gate, GateResult, GuestFault } from '../kernel/gate-result.ts';
import type { Program } from '../program.ts';

/**
 * Whose doing a fault of the guest is. `unclear` ones, that a slow host or a broken clone may also cause, count as the
 * program's doing when they happen again in a second clone.
 */
const blame: Readonly<Record<GuestFault, 'program' | 'infrastructure' | 'unclear'>> = {
  'output-flood': 'program',
  panic: 'unclear',
  'power-off': 'unclear',
  hang: 'unclear',
  'tracer-crash': 'program',
  'tracer-killed': 'program',
  'ignored-stop': 'program',
  'out-of-memory': 'program',
  'process-limit': 'program',
  'setup-failed': 'infrastructure',
  protocol: 'infrastructure',
};

export interface GateCheck {
  result: GateResult;
  /** Faults of the first check when there was a second one. */
  retries: { reason: string; seconds: number }[];
}

/**
 * Checks a program in the gate. A fault that is not surely the program's doing is checked once more in another clone;
 * one that is infrastructure both times throws `KenError('guest')`: it says nothing of the program.
 */
export async function checkInGate(gate: Gate, program: Program): Promise<GateCheck> {
  const first = await attempt(gate, program);
  if (first.fault === null) return { result: first.result, retries: [] };
  const retries = [{ reason: first.fault, seconds: first.seconds }];
  const second = await attempt(gate, program);
  if (second.fault === null) return { result: second.result, retries };
  if (second.result && second.result.fault === first.result?.fault && isUnclear(second.result)) {
    return { result: second.result, retries };
  }
  throw new KenError('guest', `The gate failed twice: ${first.fault}; then ${second.fault}`, {
    hint: 'Run "ken doctor"; finished work is kept, and the run can be continued.',
    cause: second.error,
  });
}

type Try =
  { fault: null; result: GateResult } | { fault: string; result: GateResult | null; seconds: number; error?: unknown };

async function attempt(gate: Gate, program: Program): Promise<Try> {
  const started = performance.now();
  try {
    const result = await gate.check(program);
    if (result.status !== 'guest-fault' || blameOf(result) === 'program') return { fault: null, result };
    return {
      fault: `${result.fault ?? 'unnamed fault'}: ${result.diagnostic.slice(0, 200)}`,
      result,
      seconds: result.seconds,
    };
  } catch (error) {
    if (!(error instanceof KenError && error.code === 'guest')) throw error;
    return { fault: error.message, result: null, seconds: (performance.now() - started) / 1000, error };
  }
}

function blameOf({ fault }: GateResult): 'program' | 'infrastructure' | 'unclear' {
  return fault === undefined ? 'infrastructure' : blame[fault];
}

function isUnclear(result: GateResult): boolean {
  return blameOf(result) === 'unclear';
}
