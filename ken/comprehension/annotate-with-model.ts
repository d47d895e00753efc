import type { Experience } from '../memory/experience.ts';
import type { Model } from '../models/model.ts';
import { lessonCount, type LearnedAnnotations } from '../prompter/learned-section.ts';
import type { AnnotationProblem, Prompter } from '../prompter/prompter.ts';
import { extractProgram } from '../synthesis/extract/extract-program.ts';
import type { Verifier } from '../verifier/verifier.ts';
import type { Program } from '../program.ts';
import type { GuardReport } from './annotation-guard.ts';
import { checkAnnotation } from './check-annotation.ts';
import type { Comprehension, ComprehensionQuestion, ComprehensionResult, ComprehensionTurn } from './comprehension.ts';

/** Questions to the model for one candidate: the first, and at most two repairs. */
const mostTurns = 3;

export interface ModelComprehensionParts {
  model: Model;
  prompter: Prompter;
  /** Says whether an annotated program compiles. */
  verifier: Pick<Verifier, 'check'>;
  /** Known conditions of the kernel functions that a program uses, one sentence each. */
  contractsFor: (candidate: ComprehensionQuestion['candidate']) => Promise<readonly string[]>;
  /** Guards against annotations that prove themselves; absent where no contracts are known. */
  guard?: (annotated: Program, request: string) => Promise<GuardReport>;
}

/**
 * Asks a model for the `assume` and `assert` statements of a candidate (`comprehension: llm`). An answer that changes
 * the candidate, has no assert, or does not compile is given back to it twice; then there is no annotation, which never
 * counts as a proof.
 */
export function modelComprehension(parts: ModelComprehensionParts): Comprehension {
  return { comprehend: (question) => comprehend(question, parts) };
}

async function comprehend(
  question: ComprehensionQuestion,
  { model, prompter, verifier, contractsFor, guard }: ModelComprehensionParts,
): Promise<ComprehensionResult> {
  const { prompt, candidate, caseId, attempt, trial, seed, signal } = question;
  const contracts = await contractsFor(candidate);
  const learned = question.experience ? await learnedFrom(question.experience, question) : null;
  const turns: ComprehensionTurn[] = [];
  const problems: AnnotationProblem[] = [];
  for (let turn = 1; turn <= mostTurns; turn += 1) {
    signal?.throwIfAborted();
    const { framework } = candidate;
    const messages = prompter.annotationMessages({
      ...{ prompt, framework, program: candidate.text, contracts, problems },
      ...(learned ? { learned } : {}),
    });
    const reply = await model.ask({
      messages,
      attempt,
      trial,
      seed: (seed + turn) >>> 0,
      purpose: 'comprehension',
      turn,
      task: { caseId, prompt, framework },
      ...(signal ? { signal } : {}),
    });
    if (reply.finishReason === 'cannot-annotate') {
      const problem = `model ${model.name} cannot annotate programs`;
      return { annotated: null, problem, turns: [...turns, { messages, reply, problem }] };
    }
    const extraction = extractProgram(reply.text, framework, reply.finishReason);
    const annotated = extraction.program;
    const problem = annotated
      ? await checkAnnotation(candidate, annotated, verifier)
      : `${extraction.problem}: ${extraction.detail}`;
    const report = annotated && problem === null ? await guard?.(annotated, prompt) : undefined;
    const fault = problem ?? (report ? guardFault(report) : null);
    if (annotated && fault === null) return { annotated, turns: [...turns, { messages, reply }] };
    turns.push({ messages, reply, ...(fault === null ? {} : { problem: fault }) });
    // Told twice, the model still assumes it: the annotation is kept, and nothing that it proves counts.
    if (annotated && report && turn === mostTurns && report.vacuous.length === 0) {
      return { annotated, turns, unsupported: report.unsupported.map(({ text }) => text) };
    }
    problems.push({ program: annotated?.text ?? null, message: fault ?? '' });
  }
  const last = problems.at(-1)?.message.split('\n')[0] ?? 'no answer';
  return { annotated: null, problem: `no usable annotation in ${mostTurns} answers: ${last}`, turns };
}

/** The store of annotations is the engine's own (paper section 3.4): good and bad ones for similar requests. */
async function learnedFrom(
  experience: Experience,
  { prompt, candidate: { framework } }: ComprehensionQuestion,
): Promise<LearnedAnnotations> {
  const ask = { framework, count: lessonCount };
  return {
    proved: await experience.recall('annotation', prompt, ask),
    unusable: await experience.recall('failed-annotation', prompt, ask),
  };
}

/** What is wrong with annotations that prove themselves, for the model; null: nothing. */
function guardFault({ vacuous, unsupported }: GuardReport): string | null {
  const lines = [
    ...vacuous.map(({ line, text, reason }) => `line ${line}: assert(${text}) says nothing of the program: ${reason}.`),
    ...unsupported.map(
      ({ line, text }) =>
        `line ${line}: assume(${text}) follows neither from what is known of the hook nor from the request.`,
    ),
  ];
  return lines.length === 0 ? null : lines.join('\n');
}
