import { KenError } from '../errors.ts';
import type { ChatMessage } from './model.ts';

/** What a model can read and write at once, as its entry in models.yaml says. */
export interface ContextLimit {
  name: string;
  /** Tokens of prompt and answer together. */
  contextTokens?: number | undefined;
  /** Tokens that are kept for the answer. */
  maxTokens?: number | undefined;
}

/**
 * Throws `KenError('provider')` for a prompt that is over the model's context, before anything is spent. Without the
 * model's own tokeniser the length is only estimated: `charactersPerToken` is 6 where the provider itself refuses what
 * the estimate lets through (no tokeniser comes near 6 on code), and less where it would cut the prompt in silence.
 */
export function refuseOverlongPrompt(
  { name, contextTokens, maxTokens = 0 }: ContextLimit,
  messages: readonly ChatMessage[],
  charactersPerToken: number,
): void {
  if (contextTokens === undefined) return;
  const characters = messages.reduce((sum, { content }) => sum + content.length, 0);
  const tokens = Math.ceil(characters / charactersPerToken);
  if (tokens + maxTokens > contextTokens) throw overlongPrompt({ name, contextTokens, maxTokens }, `about ${tokens}`);
}

/** @param tokens of the prompt: counted, or `about` as many. */
export function overlongPrompt(
  { name, contextTokens, maxTokens = 0 }: ContextLimit,
  tokens: number | string,
): KenError {
  return new KenError(
    'provider',
    `The prompt has ${tokens} tokens and ${maxTokens} are kept for the answer; the context of model ${JSON.stringify(name)} holds ${contextTokens ?? 'fewer'}`,
    {
      hint: 'Use fewer examples or attempts, a smaller maxTokens, or a model with a longer context (contextTokens in models.yaml).',
    },
  );
}
