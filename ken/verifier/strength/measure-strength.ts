import type { Program } from '../../program.ts';
import { compareTexts } from '../equivalence/compare-texts.ts';
import type { VerifierTools } from '../open-verifier.ts';
import { type AssertVerdict, passes, type Verification } from '../verification.ts';
import type { Verifier } from '../verifier.ts';
import type { Mutant } from './mutant.ts';
import { mutate } from './mutate.ts';
import type { MutantPlace, Strength } from './strength.ts';

export interface StrengthOptions {
  /** Most mutants. Default 40. */
  most?: number;
  signal?: AbortSignal;
}

/**
 * How much a program's asserts say of it: the share of its mutants that they refute. Mutants that do not compile, and
 * those that show the same as the program after every history of up to two events, do not count. Only asserts that
 * hold for the program itself can refute a mutant. Throws like `Verifier.verify`.
 */
export async function measureStrength(
  program: Program,
  verification: Verification,
  verifier: Verifier & VerifierTools,
  { most = 40, signal }: StrengthOptions = {},
): Promise<Strength> {
  const mutants = mutate(program, { most, kernelTypes: await verifier.kernelTypes() });
  const strength: Strength = {
    ...{ mutants: mutants.length, compiled: 0, equivalent: 0, refuted: 0, survived: [], unknown: [], share: null },
  };
  for (const mutant of mutants) {
    if (signal?.aborted) break;
    await judge(mutant, strength, { program, verification, verifier, ...(signal ? { signal } : {}) });
  }
  const decided = strength.refuted + strength.survived.length;
  return { ...strength, share: decided === 0 ? null : strength.refuted / decided };
}

interface Judged {
  program: Program;
  verification: Verification;
  verifier: Verifier & VerifierTools;
  signal?: AbortSignal;
}

/** Enters one mutant. */
async function judge(
  mutant: Mutant,
  strength: Strength,
  { program, verification, verifier, signal }: Judged,
): Promise<void> {
  const changed = { ...program, text: mutant.text };
  if ((await verifier.check(changed)).status !== 'ready') return;
  strength.compiled += 1;
  const comparison = await compareTexts(program, changed, verifier);
  if (comparison.result === 'equivalent') {
    strength.equivalent += 1;
    return;
  }
  const answer = await verifier.verify(changed, signal);
  const asserts = answer.status === 'verified' ? answer.verification.asserts : [];
  const { line, description, kind } = mutant;
  const place: MutantPlace = { line, description, kind };
  if (refutesOne(verification.asserts, asserts)) strength.refuted += 1;
  else if (answer.status === 'verified' && comparison.result !== 'unknown' && asserts.every(isDecided))
    strength.survived.push(place);
  else strength.unknown.push(place);
}

/** Asserts are in the order of the text, which no mutation changes. */
function refutesOne(own: readonly AssertVerdict[], mutants: readonly AssertVerdict[]): boolean {
  return own.some(({ verdict }, index) => passes(verdict) && mutants[index]?.verdict === 'refuted');
}

/** What is not confirmed was not refuted; only what the search could not decide is unknown. */
function isDecided({ verdict }: AssertVerdict): boolean {
  return verdict !== 'unknown' && verdict !== 'unsupported';
}
