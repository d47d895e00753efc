import type { Transcript } from '../../record/transcript.ts';
import { html } from '../escape/html.ts';
import { block, fold } from './fragments.ts';
import { symbolicDetail } from './symbolic-detail.ts';

type Attempt = Transcript['attempts'][number];

/** One round of the feedback loop, folded: what was asked, what came back, what the gate said. */
export function attemptDetail(attempt: Attempt, total: number): string {
  const { gate, reply } = attempt;
  const outcome = gate ? gate.status : (attempt.extractionProblem ?? notGated(attempt));
  const summary = `<span class="grow">Attempt ${attempt.number} of ${total}</span><span class="aside">${html(outcome)}</span>`;
  const prompt = attempt.messages.map(({ role, content }) => `<h5>${html(role)}</h5>${block(content, true)}`).join('');
  return fold(
    summary,
    [
      ...(attempt.messages.length > 0 ? [fold('Prompt', prompt)] : []),
      ...(attempt.retrieved.length > 0 ? [`<h5>Examples shown</h5><p>${html(attempt.retrieved.join(', '))}</p>`] : []),
      `<h5>Reply${reply.finishReason === null ? '' : ` (${html(reply.finishReason)})`}</h5>${block(reply.text, true)}`,
      ...reply.retries.map(
        ({ reason, seconds }) => `<p class="notes">failed call: ${html(reason)} (${seconds.toFixed(1)} s)</p>`,
      ),
      ...(attempt.extractionProblem === undefined
        ? []
        : [`<h5>No program in it</h5><p>${html(attempt.extractionProblem)}</p>`]),
      ...(attempt.mended ?? []).map((change) => `<p class="notes">while extracting: ${html(change)}</p>`),
      ...(attempt.gateRetries ?? []).map(
        ({ reason }) => `<p class="notes">the gate was asked again: ${html(reason)}</p>`,
      ),
      ...(attempt.symbolic ? [symbolicDetail(attempt.symbolic)] : []),
      ...(gate ? [gateDetail(gate)] : []),
    ].join('\n'),
  );
}

/** Why a candidate never reached the gate. */
function notGated({ symbolic }: Attempt): string {
  if (!symbolic) return 'no program';
  return symbolic.answer?.status === 'verified' ? symbolic.answer.verification.verdict : 'not annotated';
}

function gateDetail(gate: NonNullable<Attempt['gate']>): string {
  const probes = gate.probes.map(({ name, attached, reason }) => {
    return `<li class="${attached ? 'holds' : 'fails'}"><code>${html(name)}</code>${reason === undefined ? '' : `<span class="seen">${html(reason)}</span>`}</li>`;
  });
  return [
    `<h5>Gate: ${html(gate.status)}${gate.fault === undefined ? '' : `, ${html(gate.fault)}`}</h5>`,
    ...(probes.length > 0 ? [`<ul class="evidence">${probes.join('')}</ul>`] : []),
    ...gate.normalised.map((change) => `<p class="notes">before compiling: ${html(change)}</p>`),
    ...(gate.log === '' ? [] : [block(gate.log, true)]),
  ].join('\n');
}
