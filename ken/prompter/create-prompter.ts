import { createHash } from 'node:crypto';
import { annotationMessages } from './annotation-messages.ts';
import { failureLimits, failureList, fenceTag } from './failure-list.ts';
import { fillTemplate } from './fill-template.ts';
import { fixedExamples } from './fixed-examples.ts';
import { failedLessons } from './learned-section.ts';
import type { PromptInput, Prompter, Target } from './prompter.ts';
import { fence } from './quoting.ts';
import { templates } from './templates.ts';

/**
 * A prompter for one target kernel. Its messages are a system message with the rules of the framework and one user
 * message with the request, the examples and all failures: every chat template of every model can hold that.
 */
export function createPrompter(target: Target): Prompter {
  return {
    promptVersion,
    fixedExamples: (framework) => fixedExamples[framework],
    annotationMessages,
    messages: (input) => [
      { role: 'system', content: `${rules(input, target)}\n\n${fillTemplate('toolMessages')}` },
      { role: 'user', content: userMessage(input) },
    ],
  };
}

export const promptVersion = createHash('sha256')
  .update(JSON.stringify([templates, fixedExamples, failureLimits]))
  .digest('hex')
  .slice(0, 16);

function rules({ framework }: PromptInput, { kernel, bpftrace }: Target): string {
  return framework === 'bpftrace' ? fillTemplate('bpftrace', { kernel, bpftrace }) : fillTemplate('libbpf', { kernel });
}

function userMessage(input: PromptInput): string {
  const { prompt, framework, examples, failures, lessons = [] } = input;
  const list = examples.map((example, index) =>
    fillTemplate('example', {
      number: String(index + 1),
      prompt: example.prompt.replace(/\s+/g, ' ').trim(),
      program: fence(example.program, fenceTag(framework)),
    }),
  );
  return fillTemplate('user', {
    prompt: prompt.trim(),
    places: placeList('hints', input.hints) + placeList('found', input.found),
    examples:
      (list.length === 0 ? '' : fillTemplate('examples', { list: list.join('\n\n') })) +
      failedLessons(lessons, framework),
    failures: failures.length === 0 ? '' : fillTemplate('failures', { list: failureList(failures, framework) }),
  });
}

function placeList(template: 'hints' | 'found', places: readonly string[] = []): string {
  return places.length === 0 ? '' : fillTemplate(template, { list: places.map((place) => `- ${place}`).join('\n') });
}
