import type { Pair } from '../pairs/build/pair.ts';
import { textCosine } from '../pairs/similarity/text-cosine.ts';
import { thresholds } from '../pairs/similarity/relations.ts';
import type { Decision, QueueReason } from './decision.ts';

export interface QueueItem {
  pair: string;
  reason: QueueReason;
  /** What the machine saw, as a phrase. */
  evidence: string;
}

export interface QueueInput {
  pairs: readonly Pair[];
  decisions: readonly Decision[];
  /** Training pairs that the leak audit calls the same task as a case that must be clean: pair -> case. */
  leaks: ReadonlyMap<string, string>;
}

/** What a person should look at, by entry; entries with a decision on their present program are done. */
export function reviewQueue({ pairs, decisions, leaks }: QueueInput): QueueItem[] {
  const decided = new Set(decisions.map(({ pair, program }) => `${pair} ${program}`));
  const open = pairs.filter(({ id, programSha256 }) => !decided.has(`${id} ${programSha256}`));
  const twins = similarDescriptions(pairs);
  return open.flatMap((pair) => {
    const items: [QueueReason, string | null][] = [
      ['vague', vague(pair)],
      ['wrong', wrong(pair)],
      ['duplicate?', twins.get(pair.id) ?? null],
      ['leak?', leaks.has(pair.id) ? `same task as the clean case ${leaks.get(pair.id) ?? ''}` : null],
      ['licence?', licence(pair)],
    ];
    return items.flatMap(([reason, evidence]) => (evidence === null ? [] : [{ pair: pair.id, reason, evidence }]));
  });
}

/** Only programs that a verifier accepted are worth a person's time. */
function vague({ prompt, prompts, validation }: Pair): string | null {
  if (prompt !== null || !validation.some(({ verified }) => verified)) return null;
  const [first] = prompts;
  return first ? `"${first.text.slice(0, 80)}": ${first.vague ?? 'not grounded'}` : 'no text in its source';
}

function wrong({ prompt, prompts, split }: Pair): string | null {
  const chosen = prompts.find(({ text }) => text === prompt);
  if (split !== 'train' || !chosen || chosen.ungrounded.length === 0) return null;
  return `not in the program: ${chosen.ungrounded.join(', ')}`;
}

function licence({ licence: { file, repository }, provenance, split }: Pair): string | null {
  if (split !== 'train') return null;
  if (repository.spdx === 'NONE') return file === null ? 'none is stated' : `only the file states one: ${file}`;
  if (provenance.notices.some((notice) => /include this/i.test(notice))) return 'its notice asks to be copied along';
  return file !== null && /GPL-3|AGPL|proprietary/i.test(file) ? `${file} beside ${repository.spdx}` : null;
}

/** Entries of different groups in one framework that say nearly the same. */
function similarDescriptions(pairs: readonly Pair[]): Map<string, string> {
  const trained = pairs.filter(({ split, prompt }) => split === 'train' && prompt !== null);
  const cosine = textCosine(trained.map(({ prompt }) => prompt ?? ''));
  const found = new Map<string, string>();
  for (const [index, pair] of trained.entries()) {
    for (const other of trained.slice(0, index)) {
      if (other.framework !== pair.framework || other.group === pair.group) continue;
      const similarity = cosine(pair.prompt ?? '', other.prompt ?? '');
      if (similarity < thresholds.description || found.has(pair.id)) continue;
      found.set(pair.id, `its request is like that of ${other.id} (${similarity.toFixed(2)})`);
    }
  }
  return found;
}
