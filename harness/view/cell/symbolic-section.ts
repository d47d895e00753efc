import { fold, messageBlocks, textBlock } from '../markup/blocks.ts';
import { markup } from '../markup/markup.ts';
import type { Markup, Part } from '../markup/markup.ts';
import type { Transcript } from '../../record/transcript.ts';
import { verificationMarks } from './line-marks.ts';
import type { Verification } from './line-marks.ts';
import { programLines } from './program-lines.ts';
import { secondsText } from './stage-strip.ts';

type Symbolic = NonNullable<Transcript['attempts'][number]['symbolic']>;
type Counterexample = NonNullable<Verification['asserts'][number]['counterexample']>;

/** Comprehension and symbolic verification of one candidate: the annotated program, line by line, and what a proof stands on. */
export function symbolicSection({ turns, annotated, problem, answer, substitute }: Symbolic): Markup {
  const verification = answer?.status === 'verified' ? answer.verification : null;
  const headline = !answer ? `not asked, ${problem ?? 'no annotation'}` : (verification?.verdict ?? answer.status);
  return markup`<h3>Symbolic verifier <span class="aside">${headline}${verification && ` · ${secondsText(verification.seconds)}`}${substitute !== undefined && ` · in its place: ${substitute}`}</span></h3>
${verification && verification.reason !== '' && markup`<p>${verification.reason}</p>`}
${verification && verification.changed !== '' && markup`<p class="warning">${verification.changed}</p>`}
${answer && answer.status !== 'verified' && textBlock(answer.diagnostic)}
${annotated && [markup`<h4>Annotated program</h4>`, programLines(annotated.text, verification ? verificationMarks(verification) : [])]}
${verification && counterexamples(verification)}
${verification && verification.assumptions.length > 0 && fold(markup`Assumptions <span class="aside">${verification.assumptions.length}</span>`, markup`<ul>${verification.assumptions.map((text) => markup`<li>${text}</li>`)}</ul>`)}
${verification && searchFacts(verification)}
${turns.map(({ messages, reply, problem: refused }, position) =>
  fold(markup`Annotation asked for, ${position + 1} of ${turns.length}${refused !== undefined && ': not usable'}`, [
    messageBlocks(messages),
    markup`<h4>Reply</h4>${textBlock(reply.text)}`,
    refused !== undefined && markup`<p class="notes">${refused}</p>`,
  ]),
)}`;
}

function searchFacts({ statistics, compileSeconds }: Verification): Markup {
  const { paths, instructions, solverChecks } = statistics;
  return markup`<p class="notes">${paths} paths, ${instructions} instructions, ${solverChecks} questions to the solver, ${secondsText(compileSeconds)} compiling</p>`;
}

/** The events that make an assert fail, with the values that matter set off. */
function counterexamples({ asserts }: Verification): Part {
  return asserts.map(
    ({ line, text, counterexample }) =>
      counterexample &&
      markup`<h4>Counterexample to <code>assert(${text})</code>, line ${line}</h4><p>${counterexample.message}</p>${counterexample.events.map(eventTable)}`,
  );
}

function eventTable({ probe, inputs }: Counterexample['events'][number], position: number): Markup {
  return markup`<div class="scroll" tabindex="0"><table class="inputs"><caption>Event ${position + 1}: <code>${probe}</code></caption><tbody>${inputs.map(
    ({ name, value, type, decisive }) =>
      markup`<tr class="${decisive ? 'decisive' : ''}"><th scope="row"><code>${name}</code></th><td><code>${value}</code></td><td class="sub">${type}</td></tr>`,
  )}</tbody></table></div>`;
}
