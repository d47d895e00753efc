import { z } from 'zod';
import type { Framework, Program } from '../../ken/program.ts';

/**
 * `case.yaml` of one case: a folder `corpora/cases/ID` that holds a request of the test set, reference programs, a
 * workload and an oracle. The schema is strict: an unknown key is an error. corpora/cases/README.md shows a worked
 * example.
 */
export const caseFileSchema = z.strictObject({
  /** Name of the folder: lower-case words joined by hyphens. */
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be lower-case words joined by hyphens'),
  /** Line of the released test set that asks for the same thing, from 1; null when there is none. */
  upstreamPrompt: z.number().int().min(1).nullable(),
  /**
   * `comparable`: covers a task of the released test set, so scores can stand beside the paper's. `clean`: has no
   * same-task neighbour in any training source, so a score is free of leaks.
   */
  split: z.enum(['comparable', 'clean']).default('comparable'),
  /** The request in our own words: what a model is shown. */
  prompt: z.string().trim().min(10),
  /** Frameworks that have a reference here; the first is the default. */
  frameworks: z.array(z.enum(['bpftrace', 'libbpf'])).min(1),
  /** What the original wording leaves open, and how the oracle treats it: one sentence each. */
  leftOpen: z.array(z.string().trim().min(1)).default([]),
  workload: z
    .strictObject({
      /** `workload.c` (compiled on the host for the guest) or `workload.sh`; it becomes /job/NAME in the guest. */
      file: z.enum(['workload.c', 'workload.sh']).optional(),
      /** File name in the guest, and so the process name: at most 15 characters. */
      name: z
        .string()
        .regex(/^[a-z][a-z0-9_-]{0,14}$/, 'must be at most 15 of a-z 0-9 _ -, first a letter')
        .default('kenwl'),
      /** Shell command that runs in /job as root once the tracer is attached. Without it: `/job/NAME`. */
      command: z.string().trim().min(1).optional(),
    })
    .refine((workload) => workload.file !== undefined || workload.command !== undefined, {
      message: 'needs `file` or `command`',
    }),
  /** Shell command that runs to its end before the tracer starts, as root, in /job. The workload's file is there. */
  setup: z.string().trim().min(1).optional(),
  /** Guest seconds between the end of the workload and the tracer's SIGINT: long enough for a per-second print. */
  settleSeconds: z.number().min(0).max(30).default(2.3),
  /** Guest seconds that the workload may take. */
  deadlineSeconds: z.number().min(1).max(120).default(30),
  /**
   * Set when the guest cannot bring about what the request asks for: programs are then judged by the gate and by the rule
   * below alone, and what passes both is `unjudged`. Such a case has no oracle, and its workload only has to end.
   */
  notExercised: z
    .strictObject({
      /** Why, as a sentence. */
      reason: z.string().trim().min(10),
      /**
       * Patterns of attach points: a bpftrace program without any of them cannot be an answer, whatever it prints. Leave it
       * out unless that is certain.
       */
      neededAttachPoints: z.array(z.string().trim().min(1)).default([]),
    })
    .optional(),
  tags: z.array(z.string().trim().min(1)).default([]),
});

export type CaseFile = z.infer<typeof caseFileSchema>;

/** A program that belongs to a case. */
export interface CaseProgram extends Program {
  framework: Framework;
  /** Path inside the case's folder: `reference.bt`, `alternatives/by-pid.bt`, `mutants/wrong-hook.bt`. */
  file: string;
}

/** A reference with one planted fault, named by the first line `// fault: ...` of its file. */
export interface Mutant extends CaseProgram {
  fault: string;
}

/** A case as read from its folder. The oracle and the workload's binary are loaded when they are first needed. */
export interface CaseDefinition extends CaseFile {
  /** Absolute path of the folder. */
  folder: string;
  /** One per framework, in the order of `frameworks`. */
  references: CaseProgram[];
  /** Other right answers: the oracle must accept them too. */
  alternatives: CaseProgram[];
  mutants: Mutant[];
}
