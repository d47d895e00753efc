import type { Pair, Prompt } from './pair.ts';

/**
 * The request that an entry is trained with, from all that are known. A curator's is taken first, then one written for
 * the dataset, then the first of upstream's texts that is not vague (in the order of the collection's rules), then a
 * model's. Null: none may stand.
 */
export function choosePrompt(
  prompts: readonly Prompt[],
): { prompt: string; chosen: NonNullable<Pair['chosen']> } | null {
  for (const [origin, by] of order) {
    const usable = prompts.find((prompt) => prompt.origin === origin && isUsable(prompt));
    if (usable) return { prompt: usable.text, chosen: { origin, by: by ?? usable.from } };
  }
  return null;
}

const order: readonly [Prompt['origin'], string | null][] = [
  ['curator', null],
  ['project', 'rule: a text of the project comes before upstream'],
  ['upstream', 'rule: the first text of upstream that is not vague'],
  ['model', 'rule: a grounded text of a model where upstream has none'],
];

function isUsable({ origin, vague, ungrounded }: Prompt): boolean {
  if (origin === 'curator' || origin === 'project') return true;
  return vague === null && (origin === 'upstream' || ungrounded.length === 0);
}
