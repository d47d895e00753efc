import { createHash } from 'node:crypto';
import type { Framework } from '../program.ts';
import { fenceTag } from './failure-list.ts';
import { fillTemplate, fillText } from './fill-template.ts';
import type { Example, FailedOutcome } from './prompter.ts';
import { cutText, fence, quoteLines } from './quoting.ts';

/** What KEN learned from the synthesis of other requests (paper section 3.3), for one question. */
export interface FailedLesson {
  /** The other request. */
  prompt: string;
  program: string | null;
  outcome: FailedOutcome;
  /** Hostile text. */
  diagnostic: string;
}

/** What the Comprehension Engine learned from other requests (paper section 3.4). */
export interface LearnedAnnotations {
  /** Annotated programs whose asserts were proved. */
  proved: readonly Example[];
  unusable: readonly { prompt: string; program: string | null; message: string }[];
}

/** Programs for other requests that failed; empty when there are none. */
export function failedLessons(lessons: readonly FailedLesson[], framework: Framework): string {
  return section(
    'failedLessons',
    lessons.map(({ prompt, program, outcome, diagnostic }) => {
      const message = `It ${fillTemplate(`outcome ${outcome}`)}\n${quoted(diagnostic)}`;
      return { prompt, program: shown(program, framework), message };
    }),
  );
}

/** Annotations of other programs, good and bad; empty when there are none. */
export function learnedAnnotations({ proved, unusable }: LearnedAnnotations, framework: Framework): string {
  return (
    section(
      'provedAnnotations',
      proved.map(({ prompt, program }) => ({ prompt, program: shown(program, framework).trimEnd(), message: '' })),
    ) +
    section(
      'unusableAnnotations',
      unusable.map(({ prompt, program, message }) => ({
        ...{ prompt, program: shown(program, framework), message: quoted(message) },
      })),
    )
  );
}

const limits = { program: 2_500, message: 600 } as const;

/** How many lessons of each kind a question holds at most. */
export const lessonCount = 2;

const templates = {
  failedLessons: `
Programs for other requests that failed. Their faults may not be repeated:

{{list}}
`,
  provedAnnotations: `
Annotated programs for other requests, all of whose assertions were proved:

{{list}}
`,
  unusableAnnotations: `
Annotations of programs for other requests that could not be used. Their faults may not be repeated:

{{list}}
`,
  entry: `Case {{number}}: {{prompt}}
{{program}}{{message}}`,
} as const;

/** Hash of everything that the wording of lessons depends on. It is in the keys of cells that learn, and of no others. */
export const learningVersion = createHash('sha256')
  .update(JSON.stringify([templates, limits, lessonCount]))
  .digest('hex')
  .slice(0, 16);

function section(
  name: Exclude<keyof typeof templates, 'entry'>,
  entries: readonly { prompt: string; program: string; message: string }[],
): string {
  if (entries.length === 0) return '';
  const list = entries.map((entry, index) =>
    fillText('entry', templates.entry, {
      ...entry,
      prompt: entry.prompt.replace(/\s+/g, ' ').trim(),
      number: String(index + 1),
    }),
  );
  return fillText(name, templates[name], { list: list.join('\n\n') });
}

function shown(program: string | null, framework: Framework): string {
  return program === null ? '' : `${fence(cutText(program, limits.program), fenceTag(framework))}\n`;
}

function quoted(text: string): string {
  return quoteLines(cutText(text.trim() === '' ? 'no message' : text.trim(), limits.message));
}
