import type { GateSummary, Outcome } from './record.ts';

/**
 * The outcome of a cell from what gate and judge said. Nothing verified is a false negative, whatever the program might
 * have meant; a verified program is accurate or a false positive as the judge decides; without a decision it is
 * unjudged. A gate that was killed by the guest's own failure says nothing.
 *
 * @param gate null when there was no program at all.
 */
export function outcomeOf(
  gate: Pick<GateSummary, 'status'> | null,
  judgement: 'correct' | 'incorrect' | 'unjudged' | null,
): Exclude<Outcome, 'error'> {
  if (gate?.status === 'guest-fault' && judgement !== 'incorrect') return 'unjudged';
  if (gate?.status !== 'accepted') return 'FN';
  if (judgement === null || judgement === 'unjudged') return 'unjudged';
  return judgement === 'correct' ? 'A' : 'FP';
}
