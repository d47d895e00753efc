import { z } from 'zod';

/** What a reader may say. `ambiguous`: the request can be read in both ways, or the reader cannot tell. */
export const labelWords = ['correct', 'incorrect', 'ambiguous'] as const;
export type LabelWord = (typeof labelWords)[number];

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/**
 * One line of the readers' file: what one reader said of one program, without knowing who made it. Lines are only ever
 * added; the last one of a reader on a program counts. It holds hashes, not programs, which may be somebody else's.
 */
export const labelEventSchema = z.strictObject({
  v: z.literal(1),
  case: z.string().min(1),
  /** `programIdentity`: the same for another layout of the same program. */
  program: sha256,
  /** SHA-256 of the very text that was shown. */
  text: sha256,
  framework: z.enum(['bpftrace', 'libbpf']),
  label: z.enum(labelWords),
  reader: z.string().trim().min(1).max(60),
  /** Why, as a sentence. */
  why: z.string().trim().min(1).max(2000),
  /** ISO 8601, UTC. */
  at: z.iso.datetime(),
});

export type LabelEvent = z.infer<typeof labelEventSchema>;
