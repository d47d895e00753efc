import type { AssertVerdict, Verdict } from '../verification.ts';

/** From worst to best: a program is as good as its worst assert. */
const order: readonly Verdict[] = [
  'refuted',
  'unconfirmed',
  'vacuous',
  'unsupported',
  'unknown',
  'proved-bounded',
  'proved',
];

/** The verdict of a whole program, and why it is not proved. Without asserts nothing is proved. */
export function programVerdict(asserts: readonly AssertVerdict[]): { verdict: Verdict; reason: string } {
  const worst = order.find((verdict) => asserts.some((each) => each.verdict === verdict));
  if (!worst) return { verdict: 'vacuous', reason: 'the program has no assert' };
  const which = asserts.find(({ verdict }) => verdict === worst);
  if (!which || worst === 'proved' || worst === 'proved-bounded') return { verdict: worst, reason: '' };
  const why = which.counterexample?.message.split('\n')[0] ?? which.reason;
  return { verdict: worst, reason: `line ${which.line}: ${why === '' ? which.reason : why}` };
}
