import { appendDecision, readDecisions } from '../../../dataset-builder/curation/decisions-file.ts';
import type { Decision } from '../../../dataset-builder/curation/decision.ts';
import { reviewQueue, type QueueItem } from '../../../dataset-builder/curation/review-queue.ts';
import { datasetFiles } from '../../../dataset-builder/pairs/build/dataset-files.ts';
import { readBuild } from '../../../dataset-builder/pairs/build/write-build.ts';
import { KenError, quote } from '../../../ken/errors.ts';
import { readCases } from '../../cases/catalogue.ts';
import { didYouMean } from '../../cases/closest-name.ts';
import { leakOfCase, readLeaks } from '../../cases/leaks.ts';
import { printable } from '../../judge/printable.ts';
import { corporaFolder } from './build-command.ts';

export interface ReviewFlags {
  accept?: true;
  edit?: string;
  reject?: true;
  reason?: string;
  author?: string;
  out?: string;
  json?: true;
}

/** `ken pairs review`: the queue, or one decision, which is written down and replayed on every build. */
export async function runReview(id: string | undefined, flags: ReviewFlags): Promise<string> {
  const files = datasetFiles(corporaFolder, flags.out);
  const { pairs } = await readBuild(files.built);
  if (id === undefined) {
    const queue = reviewQueue({ pairs, decisions: await readDecisions(files.decisions), leaks: await cleanLeaks() });
    return flags.json ? JSON.stringify(queue, null, 2) : format(queue);
  }
  const pair = pairs.find((candidate) => candidate.id === id);
  if (!pair) {
    throw new KenError(
      'usage',
      `there is no entry ${quote(id)}${didYouMean(
        id,
        pairs.map((other) => other.id),
      )}`,
    );
  }
  const decision = decisionOf(pair, flags);
  await appendDecision(files.decisions, decision);
  return `${decision.action}ed ${pair.id}; the next \`ken pairs build\` applies it`.replace('editeded', 'edited');
}

function decisionOf(
  pair: { id: string; programSha256: string; prompts: { text: string }[] },
  flags: ReviewFlags,
): Decision {
  const { accept, edit, reject, reason, author } = flags;
  if ([accept, edit, reject].filter((flag) => flag !== undefined).length !== 1) {
    throw new KenError('usage', 'a decision is one of --accept, --edit TEXT and --reject');
  }
  if (reason === undefined || author === undefined) {
    throw new KenError('usage', 'a decision needs --reason TEXT and --author NAME', {
      hint: 'Others read them later.',
    });
  }
  const common = { pair: pair.id, program: pair.programSha256, author, reason, time: new Date().toISOString() };
  if (reject) return { action: 'reject', ...common };
  if (edit !== undefined) return { action: 'edit', ...common, prompt: edit };
  const text = pair.prompts[0]?.text;
  if (text === undefined)
    throw new KenError('usage', `${pair.id} has no text to accept`, { hint: 'Write one: --edit TEXT' });
  return { action: 'accept', ...common, prompt: text };
}

/** Training pairs that are the same task as a case that must be clean: pair -> case. */
export async function cleanLeaks(): Promise<Map<string, string>> {
  const [cases, leaks] = await Promise.all([readCases(), readLeaks()]);
  const found = new Map<string, string>();
  for (const definition of cases) {
    if (definition.split !== 'clean' || leakOfCase(definition, leaks) !== 'same-task') continue;
    for (const { id, leak } of leaks.cases[definition.id]?.nearest ?? []) {
      if (leak === 'same-task') found.set(id, definition.id);
    }
  }
  return found;
}

function format(queue: readonly QueueItem[]): string {
  const reasons = [...new Set(queue.map(({ reason }) => reason))];
  return [
    ...reasons.flatMap((reason) => {
      const items = queue.filter((item) => item.reason === reason);
      return [
        `${reason} (${items.length})`,
        ...items.map(({ pair, evidence }) => `  ${pair}: ${printable(evidence)}`),
        '',
      ];
    }),
    `${queue.length} items; decide with: ken pairs review ID --accept|--edit TEXT|--reject --author NAME --reason TEXT`,
  ].join('\n');
}
