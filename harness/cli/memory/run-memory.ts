import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { KenError } from '../../../ken/errors.ts';
import { lessonKinds, type LearningEngine, type LessonKind } from '../../../ken/memory/lesson.ts';
import { readMemorySettings } from '../../../ken/memory/memory-settings.ts';
import { openMemory } from '../../../ken/memory/open-memory.ts';
import { retrievalQuality, type JudgedRequest, type RetrievalQuality } from '../../../ken/memory/retrieval-quality.ts';
import { frameworks, type Framework } from '../../../ken/program.ts';
import { readCases } from '../../cases/catalogue.ts';
import { printable } from '../../judge/printable.ts';
import { corporaFolder } from '../pairs/build-command.ts';
import { openProjectMemory, settingsFile, userLessons } from './open-project-memory.ts';
import { readReleasedRetrieval } from './released-retrieval.ts';

/** `ken memory nearest`: what a model would be shown for a request. */
export async function runNearest(
  prompt: string,
  flags: { framework: Framework; count: number; learned?: true },
): Promise<string> {
  const memory = await openProjectMemory({ learning: flags.learned ?? false });
  const found = await memory.nearest(prompt, flags);
  return found.map(({ pair, score }) => `${score.toFixed(3)}  ${pair.id}  ${printable(pair.prompt)}`).join('\n');
}

/** `ken memory reset`: forgets what was learned, by one engine or both; the train set stays. */
export async function runReset({ only }: { only?: LearningEngine }): Promise<string> {
  const count = await userLessons().reset(only);
  return `forgot ${count} lessons${only ? ` of the ${only}` : ''}`;
}

export async function runMemoryStatus(): Promise<string> {
  const settings = await readMemorySettings(settingsFile);
  const memory = await openProjectMemory({ settings, learning: false });
  const learned = userLessons();
  const lessons = await learned.read();
  const of = (engine: LearningEngine): string => {
    const kinds: readonly LessonKind[] = lessonKinds[engine];
    const counts = kinds.map((kind) => `${lessons.filter((lesson) => lesson.kind === kind).length} ${kind}`);
    return `${engine} ${counts.join(', ')}`;
  };
  return [
    `train set: ${settings.trainSet}, ${memory.size} pairs`,
    `embeddings: ${settings.embeddings.kind}; store: ${settings.store.kind}`,
    `learned: ${of('synthesis')}; ${of('comprehension')} (${learned.file})`,
    `identity: ${memory.identity}`,
  ].join('\n');
}

const relevanceSchema = z.record(z.string(), z.array(z.string()).min(1));

/**
 * `ken memory quality`: hit rate at 2 and mean reciprocal rank of the pairs that people call relevant, for the embeddings
 * of memory.yaml over the built dataset; with a folder of the released files also for their requests and logs.
 */
export async function runQuality(flags: { released?: string; json?: true }): Promise<string> {
  const settings = await readMemorySettings(settingsFile);
  const memory = await openProjectMemory({ settings: { ...settings, trainSet: 'dataset' }, learning: false });
  const requests = await judgedRequests(new Set(memory.ids));
  const measured: Record<string, RetrievalQuality> = {};
  for (const framework of frameworks) {
    measured[`${framework}, ${settings.embeddings.kind}`] = await retrievalQuality(
      memory,
      requests.filter((request) => request.framework === framework),
    );
  }
  if (flags.released !== undefined) {
    const { pairs, requests: theirs, recorded } = await readReleasedRetrieval(flags.released);
    measured[`released requests and pairs, ${settings.embeddings.kind}`] = await retrievalQuality(
      await openMemory({ pairs }),
      theirs,
    );
    for (const [log, quality] of Object.entries(recorded))
      measured[`released requests and pairs, recorded in ${log}`] = quality;
  }
  return flags.json ? JSON.stringify(measured, null, 2) : format(measured);
}

/** A case counts for a framework in which at least one of its relevant pairs is in the train set. */
async function judgedRequests(trained: ReadonlySet<string>): Promise<JudgedRequest[]> {
  const file = path.join(corporaFolder, 'pairs', 'relevance.yaml');
  const parsed = relevanceSchema.safeParse(parse(await readFile(file, 'utf8')));
  if (!parsed.success) throw new KenError('config', `${file}: ${z.prettifyError(parsed.error)}`);
  const prompts = new Map((await readCases()).map(({ id, prompt }) => [id, prompt]));
  return Object.entries(parsed.data).flatMap(([id, relevant]) => {
    const prompt = prompts.get(id);
    if (prompt === undefined)
      throw new KenError('config', `${file} names the case ${JSON.stringify(id)}, which is not there`);
    return frameworks.flatMap((framework) => {
      const known = relevant.filter(
        (pair) => trained.has(pair) && (pair.startsWith('bpftrace-') ? 'bpftrace' : 'libbpf') === framework,
      );
      return known.length === 0 ? [] : [{ id, prompt, framework, relevant: known }];
    });
  });
}

function format(measured: Readonly<Record<string, RetrievalQuality>>): string {
  return Object.entries(measured)
    .flatMap(([title, { requests, hitAtTwo, meanReciprocalRank, missed }]) => [
      `${title}: ${requests} requests, hit@2 ${(100 * hitAtTwo).toFixed(1)} %, MRR ${meanReciprocalRank.toFixed(3)}`,
      ...missed.map(({ id, rank, first }) => `  ${id}: rank ${rank ?? 'none'}; first ${first.join(', ')}`),
    ])
    .join('\n');
}
