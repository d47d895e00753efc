import type { Transcript } from '../../record/transcript.ts';
import { passes } from '../../../ken/verifier/verification.ts';
import { html } from '../escape/html.ts';
import { block, fold } from './fragments.ts';

type Symbolic = NonNullable<Transcript['attempts'][number]['symbolic']>;
type Verification = Extract<Symbolic['answer'], { status: 'verified' }>['verification'];

/** Comprehension and symbolic verification of one candidate: annotated program, each assert, what the proof stands on. */
export function symbolicDetail({ turns, annotated, problem, answer }: Symbolic): string {
  return [
    `<h5>Symbolic verifier: ${html(headline(answer, problem))}</h5>`,
    ...(answer?.status === 'verified' ? [verificationDetail(answer.verification)] : []),
    ...(answer && answer.status !== 'verified' ? [block(answer.diagnostic, true)] : []),
    ...(annotated ? [fold('Annotated program', block(annotated.text))] : []),
    ...turns.map(({ messages, reply, problem: refused }, index) =>
      fold(
        `Annotation asked for, ${index + 1} of ${turns.length}${refused === undefined ? '' : ': not usable'}`,
        [
          ...messages.map(({ role, content }) => `<h5>${html(role)}</h5>${block(content, true)}`),
          `<h5>Reply</h5>${block(reply.text, true)}`,
          ...(refused === undefined ? [] : [`<p class="notes">${html(refused)}</p>`]),
        ].join(''),
      ),
    ),
  ].join('\n');
}

function headline(answer: Symbolic['answer'], problem: string | undefined): string {
  if (!answer) return `not asked, ${problem ?? 'no annotation'}`;
  return answer.status === 'verified' ? answer.verification.verdict : answer.status;
}

function verificationDetail({ asserts, lints, assumptions, reason }: Verification): string {
  const list = asserts.map(({ line, text, verdict, bound, counterexample, reason: why }) => {
    const seen = counterexample?.message ?? why;
    const shown = bound === undefined ? verdict : `${verdict}(${bound})`;
    return `<li class="${passes(verdict) ? 'holds' : 'fails'}">line ${line}: <code>assert(${html(text)})</code> ${html(shown)}${seen === '' ? '' : `<span class="seen">${html(seen)}</span>`}</li>`;
  });
  return [
    ...(reason === '' ? [] : [`<p>${html(reason)}</p>`]),
    ...(list.length > 0 ? [`<ul class="evidence">${list.join('')}</ul>`] : []),
    ...lints.map(({ kind, line, message }) => `<p class="notes">${html(kind)}, line ${line}: ${html(message)}</p>`),
    ...(assumptions.length > 0 ? [fold('Assumptions', `<ul>${listItems(assumptions)}</ul>`)] : []),
  ].join('\n');
}

function listItems(texts: readonly string[]): string {
  return texts.map((text) => `<li>${html(text)}</li>`).join('');
}
