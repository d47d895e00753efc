import { appendFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { KenError, quote } from '../errors.ts';
import { lessonKinds, lessonSchema, type LearningEngine, type Lesson } from './lesson.ts';

/** Lessons on the disk, one JSON object a line; a later line with the same id replaces the earlier one. */
export interface LessonFile {
  read(): Promise<Lesson[]>;
  append(lessons: readonly Lesson[]): Promise<void>;
  /** Forgets the lessons of one engine, or all. Gives back how many. */
  reset(engine?: LearningEngine): Promise<number>;
}

/** @param file its folder is made on the first append; a missing file is an empty set. */
export function lessonFile(file: string): LessonFile {
  const read = async (): Promise<Lesson[]> => {
    const lines = (await readIfPresent(file)).split('\n').filter((line) => line.trim() !== '');
    const lessons = lines.map((line, index) => parseLine(line, `${file}:${index + 1}`));
    return [...new Map(lessons.map((lesson) => [lesson.id, lesson])).values()];
  };
  return {
    read,
    async append(lessons) {
      if (lessons.length === 0) return;
      await mkdir(path.dirname(file), { recursive: true });
      await appendFile(file, linesOf(lessons), { flush: true });
    },
    async reset(engine) {
      const lessons = await read();
      const forgotten: readonly string[] = engine ? lessonKinds[engine] : Object.values(lessonKinds).flat();
      const kept = lessons.filter(({ kind }) => !forgotten.includes(kind));
      if (kept.length === 0) await rm(file, { force: true });
      else await writeFile(file, linesOf(kept), { flush: true });
      return lessons.length - kept.length;
    },
  };
}

function linesOf(lessons: readonly Lesson[]): string {
  return lessons.map((lesson) => `${JSON.stringify(lessonSchema.parse(lesson))}\n`).join('');
}

async function readIfPresent(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw new KenError('storage', `The lessons ${quote(file)} cannot be read`, { cause: error });
  }
}

function parseLine(line: string, place: string): Lesson {
  try {
    return lessonSchema.parse(JSON.parse(line));
  } catch (error) {
    throw new KenError('storage', `${place} is not a lesson: ${quote(line)}`, {
      hint: 'Remove the line, or delete the file to forget everything that was learned.',
      cause: error,
    });
  }
}
