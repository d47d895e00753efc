import { passes } from '../../../ken/verifier/verification.ts';
import type { ReportCell } from '../report-data.ts';
import { isNotRun } from './failure-table.ts';

/** Where a cell ended, in the order of the loop: each stage can only be reached through those before it. */
export const endings = [
  'no program',
  'not run here',
  'verifier: refuted',
  'verifier: not proved',
  'does not compile',
  'kernel rejects',
  'does not attach',
  'wrong',
  'accurate',
  'unjudged',
  'error',
] as const;

export type Ending = (typeof endings)[number];

/** What the endings mean, one sentence each. */
export const endingMeanings: Record<Ending, string> = {
  'no program': 'the last answer held no program',
  'not run here': 'failed elsewhere, and not yet run in our guest',
  'verifier: refuted': 'the symbolic verifier refuted the last candidate, with a counterexample',
  'verifier: not proved': 'the symbolic verifier could not prove the last candidate: unknown, unsupported, unconfirmed',
  'does not compile': 'the last candidate did not compile',
  'kernel rejects': 'the kernel’s verifier rejected the last candidate',
  'does not attach': 'probes of the last candidate did not attach',
  wrong: 'verified, and does not do what was asked',
  accurate: 'verified, and does what was asked',
  unjudged: 'verified, and nobody could decide',
  error: 'the infrastructure failed',
};

/**
 * The stage that ended a cell. The verifier comes before the gate in an attempt, so what it could not prove never
 * reached the gate.
 */
export function endingOf(cell: ReportCell): Ending {
  switch (cell.outcome) {
    case 'A':
      return 'accurate';
    case 'FP':
      return 'wrong';
    case 'unjudged':
      return 'unjudged';
    case 'error':
      return 'error';
    case 'FN':
      return refusedBy(cell);
  }
}

function refusedBy(cell: ReportCell): Ending {
  const { record, gate } = cell;
  const { verdict } = record;
  if (verdict === 'refuted') return 'verifier: refuted';
  if (verdict !== null && (!passes(verdict) || gate === null)) return 'verifier: not proved';
  switch (gate?.status) {
    case undefined:
      return isNotRun(cell) ? 'not run here' : 'no program';
    case 'compile-failed':
      return 'does not compile';
    case 'rejected':
      return 'kernel rejects';
    case 'attach-failed':
    case 'partially-attached':
      return 'does not attach';
    case 'guest-fault':
      return 'error';
    case 'accepted':
      return 'unjudged';
  }
}
