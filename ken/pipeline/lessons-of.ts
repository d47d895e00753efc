import { createHash } from 'node:crypto';
import { extractProgram } from '../synthesis/extract/extract-program.ts';
import type { Lesson } from '../memory/lesson.ts';
import type { Configuration } from './configuration.ts';
import { failedAttempt } from './failed-attempt.ts';
import type { Attempt, PipelineResult } from './result.ts';
import type { SynthesisRequest } from './synthesise.ts';

/**
 * What a finished synthesis teaches (paper sections 3.3 and 3.4): the program that passed every check, each attempt that
 * failed, the annotation with which the accepted program was proved, each annotation that could not be used. A refuted
 * annotation teaches nothing: the program may have been wrong. Nobody's judgement of the program is looked at.
 */
export function lessonsOf(
  request: SynthesisRequest,
  { verified, attempts }: Pick<PipelineResult, 'verified' | 'attempts'>,
  { modelName, diagnostics }: { modelName: string; diagnostics: Configuration['diagnostics'] },
): Lesson[] {
  const { prompt, framework, caseId } = request;
  const hash = createHash('sha256').update(prompt).digest('hex').slice(0, 8);
  const place = (what: string) => ({ id: `learned/${framework}/${caseId}-${hash}${what}`, prompt, framework });
  const lessons: Lesson[] = [];
  for (const attempt of attempts) {
    const { number, symbolic } = attempt;
    const isAccepted = verified !== null && attempt === attempts.at(-1);
    if (isAccepted) {
      const source = `accepted by KEN's own checks, written by model ${modelName}`;
      lessons.push({ ...place(''), kind: 'program', program: verified.text, source });
      const annotated = symbolic?.turns.length && symbolic.passed ? symbolic.annotated : null;
      if (annotated) lessons.push({ ...place('/annotation'), kind: 'annotation', program: annotated.text });
    } else {
      const { program, outcome, diagnostic } = failedAttempt(attempt, diagnostics);
      lessons.push({ ...place(`/failed-${number}`), kind: 'failed-program', program, outcome, diagnostic });
    }
    lessons.push(...unusableAnnotations(attempt, framework, (turn) => place(`/annotation-${number}.${turn}`)));
  }
  return lessons;
}

function unusableAnnotations(
  { symbolic }: Attempt,
  framework: SynthesisRequest['framework'],
  place: (turn: number) => Pick<Lesson, 'id' | 'prompt' | 'framework'>,
): Lesson[] {
  return (symbolic?.turns ?? []).flatMap(({ reply, problem }, index): Lesson[] => {
    if (problem === undefined || reply.finishReason === 'cannot-annotate') return [];
    const program = extractProgram(reply.text, framework, reply.finishReason).program?.text ?? null;
    return [{ ...place(index + 1), kind: 'failed-annotation', program, message: problem }];
  });
}
