import type { Comprehension } from '../comprehension/comprehension.ts';
import type { Verdict, Verification } from '../verifier/verification.ts';
import type { Verifier, VerifierAnswer } from '../verifier/verifier.ts';
import type { SymbolicParts } from './check-symbolically.ts';

/**
 * The symbolic half for tests of the loop: every candidate is annotated with one assert, and the verifier gives the
 * scripted answers in order, then the last one again. `null` in the script: no annotation was found.
 */
export function scriptedSymbolic(
  script: readonly (Verdict | VerifierAnswer | null)[],
): SymbolicParts & { verified: string[] } {
  const verified: string[] = [];
  let asked = 0;
  const step = (): Verdict | VerifierAnswer | null => script[Math.min(asked, script.length) - 1] ?? null;
  const comprehension: Comprehension = {
    comprehend: ({ candidate }) => {
      asked += 1;
      return Promise.resolve(
        step() === null
          ? { annotated: null, problem: 'no usable annotation', turns: [] }
          : { annotated: { ...candidate, text: `${candidate.text} // assert(1)` }, turns: [] },
      );
    },
  };
  const verifier: Verifier = {
    check: () => Promise.resolve({ status: 'ready' }),
    verify: ({ text }) => {
      verified.push(text);
      const answer = step();
      if (answer === null) return Promise.reject(new Error('nothing was annotated'));
      return Promise.resolve(
        typeof answer === 'string' ? { status: 'verified', verification: sampleVerification(answer) } : answer,
      );
    },
    close: () => Promise.resolve(),
  };
  return { comprehension, verifier, verified };
}

/** One assert with that verdict. */
export function sampleVerification(verdict: Verdict): Verification {
  const proved = verdict === 'proved' || verdict === 'proved-bounded';
  const counterexample =
    verdict === 'refuted'
      ? {
          events: [{ probe: 'interval:s:1', inputs: [{ name: '$x', value: '0x2a' }] }],
          message: 'fails with $x = 0x2a',
        }
      : null;
  const reason = proved || counterexample ? '' : `sample reason for ${verdict}`;
  return {
    verdict,
    reason,
    asserts: [{ line: 1, column: 1, text: '$x < 10', verdict, reason, counterexample }],
    lints: [],
    changed: '',
    assumptions: [],
    seconds: 0.2,
    compileSeconds: 0.1,
    statistics: { paths: 2, instructions: 20, solverChecks: 1 },
  };
}
