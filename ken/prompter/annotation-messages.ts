import type { ChatMessage } from '../models/model.ts';
import { failureLimits, fenceTag } from './failure-list.ts';
import { fillTemplate } from './fill-template.ts';
import { learnedAnnotations } from './learned-section.ts';
import type { AnnotationInput, AnnotationProblem } from './prompter.ts';
import { cutText, fence, quoteLines } from './quoting.ts';

/** The question for `assume` and `assert` statements: rules in the system message, everything hostile in the other. */
export function annotationMessages(input: AnnotationInput): ChatMessage[] {
  const { framework, contracts, problems, learned = { proved: [], unusable: [] } } = input;
  const [assume, assert] = framework === 'bpftrace' ? ['assume', 'assert'] : ['ken_assume', 'ken_assert'];
  const rules = fillTemplate('annotate', { assume, assert, dialect: fillTemplate(`annotate ${framework}`) });
  const list = problems.map((problem) => renderProblem(problem, input)).join('\n\n');
  return [
    { role: 'system', content: `${rules}\n\n${fillTemplate('toolMessages')}` },
    {
      role: 'user',
      content: fillTemplate('annotateUser', {
        prompt: input.prompt.trim(),
        program: fence(input.program, fenceTag(framework)),
        contracts:
          (contracts.length === 0 ? '' : fillTemplate('contracts', { list: bullets(contracts) })) +
          learnedAnnotations(learned, framework),
        problems: problems.length === 0 ? '' : fillTemplate('annotationProblems', { list }),
      }),
    },
  ];
}

function bullets(lines: readonly string[]): string {
  return lines.map((line) => `- ${line.replace(/\s+/g, ' ').trim()}`).join('\n');
}

function renderProblem({ program, message }: AnnotationProblem, { framework }: AnnotationInput): string {
  return fillTemplate('annotationProblem', {
    program: program === null ? '' : fence(cutText(program, failureLimits.program), fenceTag(framework)),
    message: quoteLines(cutText(message, failureLimits.message)),
  });
}
