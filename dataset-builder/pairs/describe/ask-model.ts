import type { Model } from '../../../ken/models/model.ts';
import type { ModelPrompt } from '../build/written-prompts.ts';
import type { Pair } from '../build/pair.ts';
import { ungroundedWords } from './grounded.ts';
import { tidy } from './tidy.ts';
import { vagueness } from './vague.ts';

/** Changes whenever the question below does; it is kept with every answer. */
export const questionVersion = 'describe-1';

export type ModelDescription =
  | { status: 'written'; prompt: ModelPrompt }
  /** The answer is no request, is vague, or names what the program does not hold. */
  | { status: 'refused'; pair: string; text: string; reason: string };

/**
 * Asks a model what a program is for, as a user would ask for it. The answer is kept only when it is grounded: functions,
 * values and numbers that it names are in the program. It stays labelled as a model's text for ever.
 */
export async function askModel(pair: Pair, model: Model, seed: number): Promise<ModelDescription> {
  const reply = await model.ask({
    messages: [
      { role: 'system', content: instruction },
      { role: 'user', content: `${pair.framework} program:\n\n${pair.program.slice(0, programLimit)}` },
    ],
    attempt: 1,
    trial: 1,
    seed,
    task: { caseId: pair.id, prompt: '', framework: pair.framework },
  });
  const text = tidy(reply.text.replace(/^["'\s]+|["'\s]+$/g, ''));
  const refuse = (reason: string): ModelDescription => ({
    status: 'refused',
    pair: pair.id,
    text: reply.text.slice(0, 300),
    reason,
  });
  if (text === undefined) return refuse('it is no sentence');
  const vague = vagueness(text, pair.id.split('/').at(-1) ?? '');
  if (vague !== null) return refuse(vague);
  const ungrounded = ungroundedWords(text, pair.program, pair.hooks);
  if (ungrounded.length > 0) return refuse(`not in the program: ${ungrounded.join(', ')}`);
  return {
    status: 'written',
    prompt: { pair: pair.id, program: pair.programSha256, text, model: model.name, question: questionVersion },
  };
}

const programLimit = 12_000;

const instruction = `You write requests for a dataset of Linux kernel tracing programs. You are given one program.
Write the request of a user who would be satisfied by exactly this program: one or two sentences in plain English that say
which events are observed, which filters apply, and what is reported in which unit. Do not mention the program, its language,
or names of its functions, maps and variables. Answer with the request alone.`;
