import type { Framework } from '../program.ts';
import type { Lesson, LessonKind, LessonOf } from './lesson.ts';
import type { LessonFile } from './lesson-file.ts';
import type { Memory } from './memory.ts';
import { VectorIndex } from './vector-index.ts';

/** What KEN remembers of its own work with `learning: on` (paper sections 3.3 and 3.4), over a memory that stays as it is. */
export interface Experience {
  /** The training pairs, and the programs that KEN accepted. */
  readonly memory: Memory;
  /** The lessons of one kind with the most similar requests, best first. One that shares nothing is left out. */
  recall<Kind extends LessonKind>(
    kind: Kind,
    prompt: string,
    options: { framework: Framework; count: number },
  ): Promise<LessonOf<Kind>[]>;
  learn(lessons: readonly Lesson[]): Promise<void>;
}

export interface ExperienceOptions {
  /** Training pairs. Their embeddings serve for the lessons, which have indexes of their own in this process. */
  memory: Memory;
  /** What is known already, oldest first. */
  lessons: readonly Lesson[];
  /** Where new lessons are kept; without it they last as long as this object. */
  file?: LessonFile;
}

export async function openExperience({ memory, lessons, file }: ExperienceOptions): Promise<Experience> {
  const indexes = {
    program: new VectorIndex<LessonOf<'program'>>(memory.embeddings),
    'failed-program': new VectorIndex<LessonOf<'failed-program'>>(memory.embeddings),
    annotation: new VectorIndex<LessonOf<'annotation'>>(memory.embeddings),
    'failed-annotation': new VectorIndex<LessonOf<'failed-annotation'>>(memory.embeddings),
  };
  const add = async (added: readonly Lesson[]): Promise<void> => {
    for (const [kind, index] of Object.entries(indexes)) {
      // Each index gets the lessons of its own kind.
      await (index as VectorIndex<Lesson>).add(added.filter((lesson) => lesson.kind === kind));
    }
  };
  await add(lessons);
  return {
    memory: withPrograms(memory, indexes.program),
    async recall<Kind extends LessonKind>(
      kind: Kind,
      prompt: string,
      ask: { framework: Framework; count: number },
    ): Promise<LessonOf<Kind>[]> {
      const index = indexes[kind] as unknown as VectorIndex<LessonOf<Kind>>;
      const found = await index.nearest(prompt, ask);
      return found.filter(({ score }) => score > 0).map(({ item }) => item);
    },
    async learn(learned) {
      await file?.append(learned);
      await add(learned);
    },
  };
}

/** The training pairs together with accepted programs, in one order. */
function withPrograms(memory: Memory, programs: VectorIndex<LessonOf<'program'>>): Memory {
  return {
    identity: memory.identity,
    embeddings: memory.embeddings,
    get size() {
      return memory.size + programs.items.length;
    },
    get ids() {
      return [...memory.ids, ...programs.items.map(({ id }) => id)];
    },
    async nearest(prompt, ask) {
      const learned = (await programs.nearest(prompt, ask)).map(({ item, score }) => {
        const { id, prompt: asked, program, framework, source } = item;
        return { pair: { id, prompt: asked, program, framework, source }, score };
      });
      return [...(await memory.nearest(prompt, ask)), ...learned]
        .sort((left, right) => right.score - left.score || (left.pair.id < right.pair.id ? -1 : 1))
        .slice(0, Math.max(0, ask.count));
    },
  };
}
