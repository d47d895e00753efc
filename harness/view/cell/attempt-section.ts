import type { Transcript } from '../../record/transcript.ts';
import { fold, messageBlocks, textBlock } from '../markup/blocks.ts';
import { markup } from '../markup/markup.ts';
import type { Markup } from '../markup/markup.ts';
import { changedLines, citedLines } from './line-marks.ts';
import { programLines } from './program-lines.ts';
import { secondsText } from './stage-strip.ts';
import { symbolicSection } from './symbolic-section.ts';

export type Attempt = Transcript['attempts'][number];

/** One round of the feedback loop: what was asked, what came back, what verifier and gate said. */
export function attemptSection(attempt: Attempt, before: Attempt | undefined, total: number): Markup {
  const { gate, candidate, reply, seconds } = attempt;
  const used = seconds.retrieval + seconds.model + seconds.comprehension + seconds.solver + seconds.gate;
  const marks = candidate ? [...changedLines(before?.candidate?.text, candidate.text), ...citedLines(gate)] : [];
  const summary = markup`<span class="grow">Attempt ${attempt.number} of ${total}</span><span class="aside">${outcomeOf(attempt)} · ${secondsText(used)}</span>`;
  return fold(
    summary,
    [
      candidate && [markup`<h3>Candidate</h3>`, programLines(candidate.text, marks)],
      attempt.extractionProblem !== undefined &&
        markup`<h3>No program in the reply</h3><p>${attempt.extractionProblem}</p>`,
      (attempt.mended ?? []).map((change) => markup`<p class="notes">while extracting: ${change}</p>`),
      attempt.symbolic && symbolicSection(attempt.symbolic),
      gate && gateSection(gate),
      (attempt.gateRetries ?? []).map(({ reason }) => markup`<p class="notes">the gate was asked again: ${reason}</p>`),
      markup`<h3>Model</h3>`,
      attempt.retrieved.length > 0 && markup`<p class="notes">Examples shown: ${attempt.retrieved.join(', ')}</p>`,
      fold(
        markup`Prompt <span class="aside">${attempt.messages.length} ${attempt.messages.length === 1 ? 'message' : 'messages'}</span>`,
        messageBlocks(attempt.messages),
      ),
      fold(markup`Reply <span class="aside">${replyFacts(reply)}</span>`, textBlock(reply.text)),
      reply.retries.map(
        ({ reason, seconds: lost }) => markup`<p class="notes">failed call: ${reason} (${lost.toFixed(1)} s)</p>`,
      ),
    ],
    { open: attempt.number === total, id: `attempt-${attempt.number}` },
  );
}

function replyFacts({ finishReason, usage, seconds, recorded, servedModel }: Attempt['reply']): string {
  return [
    ...(finishReason === null ? [] : [finishReason]),
    ...(usage ? [`${usage.inputTokens} tokens in, ${usage.outputTokens} out`] : []),
    secondsText(seconds),
    ...(servedModel === undefined ? [] : [servedModel]),
    ...(recorded ? ['recorded'] : []),
  ].join(' · ');
}

/** How the round ended. */
function outcomeOf({ gate, extractionProblem, symbolic }: Attempt): string {
  if (gate) return `gate: ${gate.status}`;
  if (extractionProblem !== undefined) return 'no program';
  if (!symbolic) return 'no program';
  return symbolic.answer?.status === 'verified' ? `verifier: ${symbolic.answer.verification.verdict}` : 'not annotated';
}

/** What the guest kernel said of a program. */
export function gateSection(gate: NonNullable<Attempt['gate']>, title = 'Gate'): Markup {
  const probes = gate.probes.map(
    ({ name, attached, reason }) =>
      markup`<li class="${attached ? 'holds' : 'fails'}"><code>${name}</code>${reason !== undefined && markup`<span class="seen">${reason}</span>`}</li>`,
  );
  return markup`<h3>${title} <span class="aside">${gate.status}${gate.status === 'accepted' ? '' : ` at ${gate.stage}`}${gate.fault === undefined ? '' : `, ${gate.fault}`} · ${secondsText(gate.seconds)}</span></h3>
${gate.normalised.map((change) => markup`<p class="notes">before compiling: ${change}</p>`)}
${probes.length > 0 && fold(markup`Probes <span class="aside">${gate.probes.filter(({ attached }) => attached).length} of ${gate.probes.length} attached</span>`, markup`<ul class="evidence">${probes}</ul>`, { open: gate.probes.some(({ attached }) => !attached) })}
${gate.diagnostic !== '' && [markup`<h4>Diagnostic</h4>`, textBlock(gate.diagnostic)]}
${gate.log !== '' && gate.log !== gate.diagnostic && fold('Log', textBlock(gate.log), { open: gate.diagnostic === '' })}`;
}
