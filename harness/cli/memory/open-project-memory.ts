import { fileURLToPath } from 'node:url';
import { cacheFolder } from '../../../ken/kernel/image/cache-folder.ts';
import { buildImage } from '../../../ken/kernel/image/build.ts';
import path from 'node:path';
import { openExperience } from '../../../ken/memory/experience.ts';
import { lessonFile, type LessonFile } from '../../../ken/memory/lesson-file.ts';
import type { Memory } from '../../../ken/memory/memory.ts';
import { readMemorySettings, type MemorySettings } from '../../../ken/memory/memory-settings.ts';
import { openTrainMemory } from '../../../ken/memory/open-train-memory.ts';

const project = fileURLToPath(new URL('../../..', import.meta.url));
export const settingsFile = path.join(project, 'memory.yaml');
export const trainFile = path.join(project, 'corpora/pairs/built/train.jsonl');

/** Where `ken synth --learning` keeps what it learned; shared by the checkouts of one user. Runs never read it. */
export function userLessons(): LessonFile & { file: string } {
  const file = cacheFolder('learned', 'lessons.jsonl');
  return { ...lessonFile(file), file };
}

/** The memory of memory.yaml, or of other settings; with what was learned when `learning` is on. */
export async function openProjectMemory(options: { settings?: MemorySettings; learning: boolean }): Promise<Memory> {
  const settings = options.settings ?? (await readMemorySettings(settingsFile));
  const tools = settings.trainSet === 'tools' ? path.join((await buildImage()).folder, 'tools') : '';
  const memory = await openTrainMemory(settings, { tools, dataset: trainFile, environment: process.env });
  if (!options.learning) return memory;
  return (await openExperience({ memory, lessons: await userLessons().read() })).memory;
}
