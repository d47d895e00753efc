import { z } from 'zod';

const linesSchema = z.strictObject({ first: z.number().int(), last: z.number().int() });

const promptSchema = z.strictObject({
  text: z.string().min(1),
  /** `upstream`: a text of the source; `project`: written for this dataset; `model`; `curator`: by a decision. */
  origin: z.enum(['upstream', 'project', 'model', 'curator']),
  /** Rule and place of an upstream text; model and prompt version; author of the decision. */
  from: z.string().min(1),
  lines: linesSchema.optional(),
  /** Why it cannot stand as a request; null when nothing speaks against it. */
  vague: z.string().nullable(),
  /** Names and numbers in it that the program does not contain. */
  ungrounded: z.array(z.string()),
});

/** What the gate of one kernel said of a pair's program. */
export const validationSchema = z.strictObject({
  /** SHA-256 of the program's text. */
  program: z.string().regex(/^[0-9a-f]{64}$/),
  kernel: z.string(),
  bpftrace: z.string(),
  clang: z.string().nullable(),
  image: z.string(),
  status: z.enum(['accepted', 'compile-failed', 'rejected', 'attach-failed', 'partially-attached', 'guest-fault']),
  /** The kernel's verifier accepted every program of the text. */
  verified: z.boolean(),
  /** Functions whose target the kernel does not have, left out as the tool's own loader would. */
  without: z.array(z.string()).default([]),
  /** The first reason when not everything attached. */
  reason: z.string().nullable(),
});

/** One entry of the dataset: a request and a program for it, with everything that is known of both. */
export const pairSchema = z.strictObject({
  /** `<collection>/<name>`: stable over releases of the source. */
  id: z.string().min(1),
  framework: z.enum(['bpftrace', 'libbpf']),
  /** The chosen request; null when no text may stand as one, and then the entry is not trained on. */
  prompt: z.string().nullable(),
  /** Origin of the chosen request and who chose it: a rule of the builder, or a decision by its number. */
  chosen: z.strictObject({ origin: promptSchema.shape.origin, by: z.string() }).nullable(),
  prompts: z.array(promptSchema),
  program: z.string().min(1),
  programSha256: z.string(),
  hooks: z.array(z.string()),
  programs: z.array(z.strictObject({ name: z.string(), section: z.string() })),
  maps: z.array(z.strictObject({ name: z.string(), type: z.string() })),
  helpers: z.array(z.string()),
  headers: z.array(z.strictObject({ file: z.string(), sha256: z.string() })),
  /** Three different things: what the file states, what package or repository state, and the kernel's own string. */
  licence: z.strictObject({
    file: z.string().nullable(),
    repository: z.strictObject({ spdx: z.string(), stated: z.string() }),
    kernel: z.string().nullable(),
  }),
  provenance: z.strictObject({
    source: z.string(),
    pin: z.string(),
    origin: z.enum(['pinned', 'given']),
    file: z.string(),
    lines: linesSchema,
    fileSha256: z.string(),
    notices: z.array(z.string()),
  }),
  /** The same program elsewhere: releases, ports, vendored copies. */
  alternates: z.array(
    z.strictObject({
      source: z.string(),
      file: z.string(),
      fileSha256: z.string(),
      shingles: z.number(),
      hooks: z.number(),
    }),
  ),
  syntaxProblem: z.string().nullable(),
  validation: z.array(validationSchema),
  /** Id of the first member: all members are on the same side of a split. */
  group: z.string(),
  split: z.enum(['train', 'left-out']),
  /** Why it is left out of the train set; empty for `train`. */
  leftOut: z.array(z.string()),
});

export type Pair = z.infer<typeof pairSchema>;
export type Prompt = z.infer<typeof promptSchema>;
export type Validation = z.infer<typeof validationSchema>;
