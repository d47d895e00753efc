import { z } from 'zod';
import { frameworks } from '../program.ts';

const common = {
  /** Unique among lessons: `learned/<framework>/<case>-<hash of the request>`, and what it is. */
  id: z.string().min(1),
  /** The request in English. */
  prompt: z.string().min(1),
  framework: z.enum(frameworks),
};

/**
 * What one synthesis taught KEN (paper sections 3.3 and 3.4): what its own loop accepted, and what failed there. The
 * judge's verdict never gets in: it would give answers away.
 */
export const lessonSchema = z.discriminatedUnion('kind', [
  /** A program that passed every check of its configuration. */
  z.strictObject({ ...common, kind: z.literal('program'), program: z.string().min(1), source: z.string().min(1) }),
  z.strictObject({
    ...common,
    kind: z.literal('failed-program'),
    /** Null when the answer held none. */
    program: z.string().min(1).nullable(),
    /** What became of it, in the prompter's words: `compile-failed`, `refuted`, ... */
    outcome: z.string().min(1),
    /** What the tools said. Hostile text. */
    diagnostic: z.string(),
  }),
  /** An annotated program whose asserts were proved, and which then passed the gate. */
  z.strictObject({ ...common, kind: z.literal('annotation'), program: z.string().min(1) }),
  /** An annotation that could not be used. */
  z.strictObject({
    ...common,
    kind: z.literal('failed-annotation'),
    program: z.string().min(1).nullable(),
    message: z.string(),
  }),
]);

export type Lesson = z.infer<typeof lessonSchema>;
export type LessonKind = Lesson['kind'];
export type LessonOf<Kind extends LessonKind> = Extract<Lesson, { kind: Kind }>;

/** Which engine a lesson belongs to: each has its own store, and its own reset. */
export const lessonKinds = {
  synthesis: ['program', 'failed-program'],
  comprehension: ['annotation', 'failed-annotation'],
} as const satisfies Record<string, readonly LessonKind[]>;

export type LearningEngine = keyof typeof lessonKinds;
