import type { Program } from '../../ken/program.ts';
import type { VerifierTools } from '../../ken/verifier/open-verifier.ts';
import type { CaseDefinition } from '../cases/case.ts';
import type { JudgeResult, SecondOpinion } from './judge-result.ts';
import { programIdentity } from './program-identity.ts';
import type { StoredLabels } from './stored-labels.ts';

/** What the judge may ask beside the case's oracle. Without any it leaves undecided what the guest does not decide. */
export interface FurtherMethods {
  /** Compares each program symbolically with the references; the answer is recorded in any case. */
  tools?: VerifierTools;
  /** Takes a program that is, but for layout and comments, one of the case's own for what that one is. */
  identity?: boolean;
  /** Labels of readers. */
  labels?: StoredLabels;
}

type Judged = Pick<JudgeResult, 'judgement' | 'method' | 'evidence'>;

/**
 * Decides what the guest left `unjudged`, by the first method that can: the same text as a program of the case, the
 * symbolic comparison, a stored label. What is decided stays as it is.
 */
export function decideOtherwise<Result extends Judged>(
  judged: Result,
  definition: CaseDefinition,
  program: Program,
  opinion: SecondOpinion | null,
  { identity, labels }: FurtherMethods,
): Result {
  if (judged.judgement !== 'unjudged') return judged;
  const decided =
    (identity ? byIdentity(definition, program) : null) ??
    byEquivalence(opinion) ??
    byLabel(labels?.find(definition.id, program));
  return decided ? { ...judged, ...decided, evidence: [...judged.evidence, ...decided.evidence] } : judged;
}

function byIdentity({ references, alternatives, mutants }: CaseDefinition, program: Program): Judged | null {
  const identity = programIdentity(program);
  const same = <Kind extends Program>(programs: readonly Kind[]): Kind | undefined =>
    programs.find((each) => programIdentity(each) === identity);
  const right = same([...references, ...alternatives]);
  if (right) return decided('correct', 'identity', `it is ${right.file} in another layout`);
  const mutant = same(mutants);
  return mutant
    ? decided('incorrect', 'identity', `it is not ${mutant.file} in another layout`, `the same: ${mutant.fault}`)
    : null;
}

function byEquivalence(opinion: SecondOpinion | null): Judged | null {
  if (opinion?.result !== 'equivalent') return null;
  return decided(
    'correct',
    'equivalence',
    `after every short history it shows the same values as ${opinion.reference}`,
  );
}

function byLabel(label: ReturnType<StoredLabels['find']>): Judged | null {
  if (!label) return null;
  const readers = `${label.readers} ${label.readers === 1 ? 'reader calls' : 'readers call'} it correct`;
  return label.label === 'correct'
    ? decided('correct', 'label', readers)
    : decided('incorrect', 'label', readers, label.why);
}

function decided(
  judgement: 'correct' | 'incorrect',
  method: JudgeResult['method'],
  claim: string,
  seen?: string,
): Judged {
  const finding = { holds: judgement === 'correct', claim, ...(seen === undefined ? {} : { evidence: seen }) };
  return { judgement, method, evidence: [finding] };
}
