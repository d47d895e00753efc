import type { ChatMessage, Model, ModelReply, ModelRequest } from '../models/model.ts';
import type { PromptInput, Prompter } from '../prompter/prompter.ts';
import { extractProgram } from './extract/extract-program.ts';
import type { Extraction } from './extract/extraction.ts';

export interface Synthesis {
  messages: ChatMessage[];
  reply: ModelReply;
  extraction: Extraction;
}

/**
 * One question to the model and the program in its answer (paper section 3.3). A failure of the provider throws; an
 * answer without a program is a result.
 */
export async function synthesiseCandidate(
  input: PromptInput,
  { model, prompter, ...request }: { model: Model; prompter: Prompter } & Omit<ModelRequest, 'messages'>,
): Promise<Synthesis> {
  const messages = prompter.messages(input);
  const reply = await model.ask({ ...request, messages });
  return { messages, reply, extraction: extractProgram(reply.text, input.framework, reply.finishReason) };
}
