import { z } from 'zod';

/** Version of the format of contract files; a reader refuses others. */
export const contractFormat = 'ken-contracts/1';

const provenanceSchema = z.strictObject({
  /** `static`: derived from the source; `types`: from BTF and prototypes of helpers; `model`: a language model's. */
  by: z.enum(['static', 'types', 'model', 'person', 'released']),
  /** The rule that made it, or the name of the model. */
  rule: z.string(),
  /** `file:line` in the kernel's source; null when it comes from elsewhere. */
  at: z.string().nullable(),
});

/**
 * `sound`: follows from the source under the rule's stated assumptions; `convention`: what the kernel's authors demand
 * or name; `observed`: also watched in a running kernel; `unproven`: passed the gate, nothing more; `refuted`: a run
 * violated it.
 */
const confidenceSchema = z.enum(['sound', 'convention', 'observed', 'unproven', 'refuted']);

const clauseSchema = z.strictObject({
  /** Unique within its contract. */
  id: z.string(),
  /** `pre`: holds when the function is entered; `post`: when it returns, over the entry values of its parameters and `ret`. */
  role: z.enum(['pre', 'post']),
  /** In the language of ken/verifier/contracts/language. */
  text: z.string(),
  provenance: provenanceSchema,
  confidence: confidenceSchema,
  /** Calls or returns at which it was checked in a running kernel. */
  observations: z.number().int().optional(),
  /** What was seen when it was violated. */
  witness: z.string().optional(),
});

/** What is known of a function that is no condition on its values. */
const factSchema = z.strictObject({
  kind: z.enum(['lock-held', 'sleeps', 'context', 'byte-order', 'unit', 'user-pointer', 'argument', 'result', 'flag']),
  /** A parameter, `ret`, an expression such as `&sk->sk_lock`, or empty for the function itself. */
  subject: z.string(),
  value: z.string(),
  provenance: provenanceSchema,
});

const rejectedSchema = z.strictObject({
  role: z.enum(['pre', 'post']),
  text: z.string(),
  reason: z.enum([
    'unreadable',
    'ill-typed',
    'placeholder',
    'wrong-role',
    'unsatisfiable',
    'tautology',
    'undefined',
    'not-total',
    'contradicts',
    'redundant',
    'undecided',
    'falsified',
  ]),
  detail: z.string(),
  provenance: provenanceSchema,
});

export const hookKinds = [
  'kprobe',
  'kretprobe',
  'fentry',
  'fexit',
  'lsm',
  'tracepoint',
  'raw-tracepoint',
  'helper',
  'kfunc',
  'syscall',
] as const;

export const contractSchema = z.strictObject({
  /** A function's name, or `group:event` of a tracepoint. */
  name: z.string().min(1),
  kind: z.enum(['function', 'tracepoint', 'helper']),
  /** Null: in the kernel itself. */
  module: z.string().nullable(),
  prototype: z.strictObject({
    /** C text of the prototype of record, from BTF (functions) or the event's format. */
    text: z.string(),
    /** Id of the function in BTF; null when it has none. */
    btfId: z.number().int().nullable(),
    returns: z.string(),
    parameters: z.array(z.strictObject({ name: z.string(), type: z.string() })),
    /** Whether the source's own prototype is the same. */
    source: z.enum(['equal', 'different', 'none']),
  }),
  source: z
    .strictObject({
      file: z.string(),
      line: z.number().int(),
      endLine: z.number().int(),
      origin: z.enum(['c', 'macro', 'assembly']),
      /** The macro that makes it. */
      macro: z.string().nullable(),
      /** Other definitions of the name in the compiled files. */
      others: z.number().int(),
    })
    .nullable(),
  hooks: z.array(z.enum(hookKinds)),
  /** Why a kind of hook is missing: `notrace`, `blacklist`, `init`, `no-symbol`. */
  missing: z.record(z.string(), z.string()),
  attributes: z.array(z.string()),
  comment: z
    .strictObject({
      kind: z.enum(['kernel-doc', 'block']),
      text: z.string(),
      parameters: z.record(z.string(), z.string()),
      returns: z.string().nullable(),
    })
    .nullable(),
  clauses: z.array(clauseSchema),
  facts: z.array(factSchema),
  rejected: z.array(rejectedSchema),
});

export const contractManifestSchema = z.strictObject({
  format: z.literal(contractFormat),
  /** Version of the set: raised whenever the rules change what is derived. */
  version: z.string(),
  /** `uname -r` or the version text of the kernel image. */
  kernel: z.string(),
  source: z.string(),
  hashes: z.strictObject({
    configuration: z.string(),
    btf: z.string(),
    /** SHA-256 of the contract file. */
    contracts: z.string(),
  }),
  counts: z.record(z.string(), z.number()),
});

/** One entry of KernelCompDataset: the contract of a function, a tracepoint or a helper. */
export type Contract = z.infer<typeof contractSchema>;
export type Clause = Contract['clauses'][number];
export type Fact = Contract['facts'][number];
export type Rejected = Contract['rejected'][number];
export type Provenance = Clause['provenance'];
export type ClauseRole = Clause['role'];
export type HookKind = (typeof hookKinds)[number];
export type ContractManifest = z.infer<typeof contractManifestSchema>;
