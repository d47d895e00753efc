import type { ModelEntry } from './model-entry.ts';
import type { Usage } from './model.ts';

/** What tables of cost and privacy say of a model, and what no answer depends on. */
export interface ModelFacts {
  /** US dollars for a million tokens; null when unknown. A model on this machine costs no dollars for tokens. */
  prices: { input: number; output: number } | null;
  contextTokens: number | null;
  /** What text leaves this machine: nothing, or every prompt (request, examples, earlier programs and logs). */
  leaves: 'nothing' | 'prompts';
  /** Host that receives it. */
  receiver: string | null;
}

/** From the entry alone: nothing is opened and nobody is asked. */
export function modelFacts(entry: ModelEntry): ModelFacts {
  const local: ModelFacts = { prices: { input: 0, output: 0 }, contextTokens: null, leaves: 'nothing', receiver: null };
  switch (entry.adapter) {
    case 'replay':
    case 'retrieval-baseline':
      return local;
    case 'llama-cpp':
      return { ...local, contextTokens: entry.contextTokens };
    case 'openai-compatible':
    case 'anthropic':
    case 'ollama': {
      const receiver = new URL(entry.baseUrl).hostname;
      const isLocal = isThisMachine(receiver);
      const prices = ('prices' in entry ? entry.prices : undefined) ?? (isLocal ? local.prices : null);
      const contextTokens = entry.contextTokens ?? null;
      return isLocal ? { ...local, prices, contextTokens } : { prices, contextTokens, leaves: 'prompts', receiver };
    }
    case 'langchain':
      return {
        prices: entry.prices ?? null,
        contextTokens: entry.contextTokens ?? null,
        leaves: 'prompts',
        receiver: entry.provider,
      };
  }
}

/** US dollars of an answer; null when price or usage is unknown, never 0 for unknown. */
export function costOf(usage: Usage | null, prices: ModelFacts['prices']): number | null {
  if (prices === null || (usage === null && (prices.input > 0 || prices.output > 0))) return null;
  return ((usage?.inputTokens ?? 0) * prices.input + (usage?.outputTokens ?? 0) * prices.output) / 1e6;
}

function isThisMachine(host: string): boolean {
  return host === 'localhost' || /^127\.\d+\.\d+\.\d+$/.test(host) || host === '[::1]';
}
