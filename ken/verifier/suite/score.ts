import { passes, type Verdict } from '../verification.ts';
import type { Truth } from './truths.ts';

/** How a verdict compares with the truth. `undecided` is a verdict that claims nothing. */
export type Grade = 'right' | 'undecided' | 'wrong-proof' | 'wrong-refutation';

export function gradeOf(truth: Truth, verdict: Verdict): Grade {
  if (passes(verdict)) {
    // `fails` only after a longer history than was tried is what `bounded` means; it is still no proof of the assert.
    return truth === 'holds' ? 'right' : 'wrong-proof';
  }
  if (verdict === 'refuted') return truth === 'fails' ? 'right' : 'wrong-refutation';
  return verdict === 'vacuous' && truth === 'vacuous' ? 'right' : 'undecided';
}
