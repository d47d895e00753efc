import type { Program } from '../../ken/program.ts';
import { compareTexts } from '../../ken/verifier/equivalence/compare-texts.ts';
import type { Equivalence } from '../../ken/verifier/equivalence/equivalence.ts';
import type { VerifierTools } from '../../ken/verifier/open-verifier.ts';
import type { CaseDefinition } from '../cases/case.ts';
import type { Judgement, SecondOpinion } from './judge-result.ts';

/**
 * The judge's second method: is the program equivalent to one of the case's references or alternatives in the values
 * that it shows? Only `equivalent` says something certain. A program may differ from every reference and still be right.
 */
export async function compareWithReferences(
  definition: CaseDefinition,
  program: Program,
  tools: VerifierTools,
): Promise<SecondOpinion | null> {
  const candidates = [...definition.references, ...definition.alternatives].filter(
    ({ framework }) => framework === program.framework,
  );
  const seen: { result: Equivalence['result']; reference: string; reason: string }[] = [];
  for (const { framework, text, file } of candidates) {
    const comparison = await compareTexts(program, { framework, text }, tools, { tolerances: { text: true } });
    const { result, reason } = comparison;
    seen.push({ result, reference: file, reason });
    if (result === 'equivalent') break;
  }
  const best = order.map((result) => seen.find((each) => each.result === result)).find((found) => found !== undefined);
  return best ?? null;
}

/** What says most comes first. */
const order: readonly Equivalence['result'][] = ['equivalent', 'different', 'unknown', 'not-comparable'];

/** Whether both methods say the same; null when one of them says nothing certain. */
export function agreement(judgement: Judgement, { result }: Pick<SecondOpinion, 'result'>): boolean | null {
  if (judgement === 'unjudged') return null;
  if (result === 'equivalent') return judgement === 'correct';
  return result === 'different' && judgement === 'incorrect' ? true : null;
}
