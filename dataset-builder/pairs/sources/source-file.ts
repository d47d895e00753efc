import { z } from 'zod';

/**
 * `corpora/sources.yaml`: where the training pairs come from. A source is pinned (a package by hash, a repository by
 * commit) and holds collections: files of one framework with the rules that find their descriptions.
 */
const describeRuleSchema = z.strictObject({
  /** How the text is found; each rule is a file of dataset-builder/pairs/describe. */
  rule: z.enum([
    'header',
    'manual-page',
    'argp-doc',
    'example-text',
    'yaml-help',
    'yaml-description',
    'front-matter',
    'readme-title',
    'readme-section',
    'go-doc',
    'subtitle',
    'test-description',
  ]),
  /** File beside the program's, with `{name}` and `{folder}`; the program itself when it is left out. */
  file: z.string().min(1).optional(),
});

const collectionSchema = z.strictObject({
  /** First part of an entry's id: `bpftrace-tools/opensnoop`. Several releases may share one. */
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  framework: z.enum(['bpftrace', 'libbpf']),
  /** `programs`: one program a file. `one-liners`: `bpftrace -e '...'` in Markdown or HTML, described by the text before. */
  form: z.enum(['programs', 'one-liners']).default('programs'),
  /** Patterns below the source's root; `*` stays within a folder, `**` does not. */
  files: z.array(z.string().min(1)).min(1),
  leaveOut: z.array(z.string().min(1)).default([]),
  /** Folders, below the root, in which `#include "x.h"` is looked up after the program's own. */
  headers: z.array(z.string().min(1)).default([]),
  descriptions: z.array(describeRuleSchema).default([]),
  /** Taken off the file name to get the program's name. */
  suffixes: z.array(z.string().min(1)).default(['.bpf.c', '_kern.c', '.bt', '.c']),
  /** `folder`: the program is named after its folder (gadgets/trace_exec/program.bpf.c). */
  named: z.enum(['file', 'folder']).default('file'),
  /** Names that say nothing of the task: never a reason to put two programs into one group. */
  genericNames: z.boolean().default(false),
});

const common = {
  id: z.string().regex(/^[a-z0-9]+([.-][a-z0-9]+)*$/),
  /** The licence of the package or the repository, used for files that state none. */
  licence: z.strictObject({ spdx: z.string().min(1), stated: z.string().min(1) }),
  /** Bytes that may come out of the archive. */
  unpackedLimit: z
    .number()
    .int()
    .positive()
    .default(256 * 1024 * 1024),
  collections: z.array(collectionSchema).min(1),
};

const archive = {
  version: z.string().min(1),
  /** Path below the Debian mirror. */
  path: z.string().regex(/^pool\/\S+$/),
  bytes: z.number().int().positive(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Only members that match are unpacked. */
  members: z.array(z.string().min(1)).min(1),
};

export const sourceSchema = z.discriminatedUnion('kind', [
  /** A binary package; `inner` is an archive inside it. */
  z.strictObject({
    kind: z.literal('deb'),
    ...common,
    package: z.string().min(1),
    ...archive,
    inner: z.string().optional(),
  }),
  /** The upstream archive of a source package: mirrors do not always keep it. */
  z.strictObject({ kind: z.literal('deb-source'), ...common, package: z.string().min(1), ...archive }),
  z.strictObject({
    kind: z.literal('git'),
    ...common,
    url: z.url(),
    commit: z.string().regex(/^[0-9a-f]{40}$/),
  }),
]);

export const sourcesSchema = z
  .strictObject({ sources: z.array(sourceSchema).min(1) })
  .refine(({ sources }) => new Set(sources.map(({ id }) => id)).size === sources.length, {
    message: 'two sources have the same id',
  });

export type Source = z.infer<typeof sourceSchema>;
export type Collection = z.infer<typeof collectionSchema>;
export type DescribeRule = z.infer<typeof describeRuleSchema>;

/** What the pin says, in one line: package and version, or repository and commit. */
export function pinOf(source: Source): string {
  return source.kind === 'git' ? `${source.url} ${source.commit}` : `${source.package} ${source.version}`;
}
