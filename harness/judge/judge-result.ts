import type { GateResult } from '../../ken/kernel/gate-result.ts';
import type { Finding } from './oracle.ts';

/** Part of the name of a scores file. Raise it when the judge, an oracle or a workload may judge differently. */
export const judgeVersion = '4';

export type Judgement = 'correct' | 'incorrect' | 'unjudged';

/**
 * `oracle`: it ran and the oracle decided. `gate`: it cannot be run, or it brought the guest down. The others are asked only
 * when those two leave it undecided: `identity`: it is a program of the case in another layout; `equivalence`: it shows
 * the same values as a reference; `label`: readers judged it. `none`: not decided.
 */
export type JudgeMethod = 'oracle' | 'gate' | 'identity' | 'equivalence' | 'label' | 'none';

/** What the symbolic comparison with the case's references says, beside the judgement. */
export interface SecondOpinion {
  result: 'equivalent' | 'different' | 'not-comparable' | 'unknown';
  /** File of the reference that it is about. */
  reference: string;
  reason: string;
}

/** What the judge says of one program, and why. */
export interface JudgeResult {
  /** The strict gate's answer for the program as it was given, also when a repaired text was judged. */
  gate: GateResult;
  judgement: Judgement;
  method: JudgeMethod;
  /** What was checked and what was seen. Quotes hostile output, stripped of control characters. */
  evidence: Finding[];
  /** Language-drift repairs without which it could not have been run here, one sentence each. */
  repairs: string[];
  /** Only when it was asked for. `agrees`: whether it says the same; null when one of the two is not certain. */
  equivalence?: SecondOpinion & { agrees: boolean | null };
  /** Wall-clock seconds on the host, repeats included. */
  seconds: number;
}
