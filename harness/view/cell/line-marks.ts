import { passes } from '../../../ken/verifier/verification.ts';
import type { Transcript } from '../../record/transcript.ts';
import type { LineMark } from './program-lines.ts';

type Attempt = Transcript['attempts'][number];
export type Verification = Extract<
  NonNullable<NonNullable<Attempt['symbolic']>['answer']>,
  { status: 'verified' }
>['verification'];

/** Marks of an annotated program: each assert with its verdict and counterexample, each finding of the automatic checks. */
export function verificationMarks({ asserts, lints }: Verification): LineMark[] {
  return [
    ...asserts.map(({ line, verdict, bound, reason, counterexample }): LineMark => {
      const kind = passes(verdict) ? 'proved' : verdict === 'refuted' ? 'refuted' : 'open';
      const shown = bound === undefined ? verdict : `${verdict}, up to ${bound} events`;
      const why = counterexample?.message ?? reason;
      if (why !== '') return { line, kind, note: `${shown}: ${why}` };
      return verdict === 'proved' ? { line, kind } : { line, kind, note: shown };
    }),
    ...lints.map(({ kind, line, message }): LineMark => ({ line, kind: 'lint', note: `${kind}: ${message}` })),
  ];
}

/** Lines that the gate's message names: `program.bt:3:1-8`, `program.bt:1-8` (a range of lines), `line 7`. */
export function citedLines(gate: Attempt['gate']): LineMark[] {
  if (!gate || gate.status === 'accepted') return [];
  const lines = new Set<number>();
  for (const [, first = '0', last] of `${gate.diagnostic}\n${gate.log}`.matchAll(
    /(?:\bline |\.(?:bt|c):)(\d{1,5})(?:-(\d{1,5})(?=:))?/g,
  )) {
    const end = last === undefined ? Number(first) : Math.min(Number(last), Number(first) + 50);
    for (let line = Number(first); line <= end; line += 1) lines.add(line);
  }
  return [...lines].map((line) => ({ line, kind: 'cited' }));
}

/** Lines of `text` that are not in `before`, by the longest common subsequence; empty without an earlier text. */
export function changedLines(before: string | undefined, text: string): LineMark[] {
  if (before === undefined) return [];
  const [left, right] = [before.split('\n'), text.split('\n')];
  if (left.length * right.length > 4_000_000) return [];
  const width = right.length + 1;
  const lengths = new Uint32Array((left.length + 1) * width);
  const at = (i: number, j: number): number => lengths[i * width + j] ?? 0;
  for (let i = left.length - 1; i >= 0; i -= 1) {
    for (let j = right.length - 1; j >= 0; j -= 1) {
      lengths[i * width + j] = left[i] === right[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const marks: LineMark[] = [];
  let i = 0;
  for (let j = 0; j < right.length; j += 1) {
    while (i < left.length && left[i] !== right[j] && at(i + 1, j) >= at(i, j + 1)) i += 1;
    if (i < left.length && left[i] === right[j]) i += 1;
    else marks.push({ line: j + 1, kind: 'changed' });
  }
  return marks;
}
