import type { Framework } from '../program.ts';
import { fillTemplate } from './fill-template.ts';
import type { FailedAttempt } from './prompter.ts';
import { cutText, fence, quoteLines } from './quoting.ts';

/** Characters. They are part of the prompt version. */
export const failureLimits = {
  all: 24_000,
  program: 8_000,
  message: 2_500,
  distilledMessage: 600,
  oneLine: 160,
} as const;

/** 0: program and message; 1: the beginning of the message; 2: its first telling line. */
type Detail = 0 | 1 | 2;

/**
 * All failed attempts, oldest first. When they are too long together the oldest are distilled first: their program
 * goes, then all but one line of the message. Every attempt keeps at least that line.
 */
export function failureList(failures: readonly FailedAttempt[], framework: Framework): string {
  const details: Detail[] = failures.map(() => 0);
  const render = (): string =>
    failures.map((failure, index) => renderFailure(failure, details[index] ?? 0, framework)).join('\n\n');
  for (const detail of [1, 2] as const) {
    for (let index = 0; index < failures.length && render().length > failureLimits.all; index += 1)
      details[index] = detail;
  }
  return render();
}

function renderFailure(failure: FailedAttempt, detail: Detail, framework: Framework): string {
  const showsProgram = detail === 0 && failure.program !== null;
  return fillTemplate('failure', {
    number: String(failure.number),
    outcome: fillTemplate(`outcome ${failure.outcome}`),
    program: showsProgram
      ? `${fence(cutText(failure.program ?? '', failureLimits.program), fenceTag(framework))}\n`
      : '',
    message: quoteLines(distil(failure.diagnostic, detail)),
  });
}

function distil(diagnostic: string, detail: Detail): string {
  const text = diagnostic.trim() === '' ? 'no message' : diagnostic.trim();
  if (detail === 0) return cutText(text, failureLimits.message);
  if (detail === 1) return cutText(text, failureLimits.distilledMessage);
  const lines = text.split('\n');
  const telling = lines.find((line) => /\berror\b|invalid|cannot|failed/i.test(line)) ?? lines[0] ?? '';
  return telling.slice(0, failureLimits.oneLine);
}

/** Language tag of a fenced program. */
export function fenceTag(framework: Framework): string {
  return framework === 'bpftrace' ? 'bpftrace' : 'c';
}
