import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { KenError, quote } from '../../../ken/errors.ts';
import { experimentSchema } from '../../plan/experiment.ts';
import { makePlan } from '../../plan/plan.ts';
import type { Catalogue, Plan, PlanOptions } from '../../plan/plan.ts';
import { canonicalJson } from '../../record/canonical-json.ts';
import { toolchainSchema } from '../../record/record.ts';
import { provenanceOf } from '../provenance.ts';

/** The format of announcements, jobs and results. Programs of different formats do not work together. */
export const queueFormat = 1;

const codeSchema = z.object({
  /** `version` of package.json. */
  version: z.string(),
  /** Hash of package-lock.json: versions of everything else. */
  packages: z.string(),
  /** Commit of the checkout; null when it is none. */
  commit: z.string().nullable(),
});

export type CodeIdentity = z.infer<typeof codeSchema>;

/**
 * What a run tells the workers: enough to expand the same plan from their own checkout, and to see by name what differs
 * when theirs comes out otherwise.
 */
export const announcementSchema = z.object({
  format: z.literal(queueFormat),
  /** Name of the run's folder; the queue is named after it. */
  run: z.string().regex(/^[A-Za-z0-9._+-]+$/),
  code: codeSchema,
  experiment: experimentSchema,
  limit: z.object({ from: z.number().int(), to: z.number().int() }).nullable(),
  planHash: z.string(),
  promptVersion: z.string(),
  toolchain: toolchainSchema.nullable(),
  /** Hash of the contracts; null when no configuration uses them. */
  contracts: z.string().nullable(),
  /** Id and content hash. */
  cases: z.array(z.object({ id: z.string(), hash: z.string() })),
  models: z.array(z.object({ name: z.string(), identity: z.record(z.string(), z.unknown()) })),
});

export type Announcement = z.infer<typeof announcementSchema>;

/** The announcement of a run's plan. */
export function announcementOf(
  plan: Plan,
  parts: { run: string; code: CodeIdentity; limit: PlanOptions['limit'] | undefined },
): Announcement {
  return {
    format: queueFormat,
    run: parts.run,
    code: parts.code,
    experiment: plan.experiment,
    limit: parts.limit ?? null,
    planHash: plan.hash,
    promptVersion: plan.promptVersion,
    toolchain: plan.toolchain,
    contracts: plan.contracts?.hash ?? null,
    cases: plan.cases.map(({ id, hash }) => ({ id, hash })),
    models: plan.models.map(({ name, identity }) => ({ name, identity: { ...identity } })),
  };
}

/** Reads an announcement; a `KenError('config')` when another version of this program made it. */
export function parseAnnouncement(text: string): Announcement {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new KenError('config', `a run on the queue is announced by something that is not JSON: ${quote(text)}`);
  }
  const head = z.object({ format: z.unknown(), run: z.unknown() }).safeParse(value);
  if (head.success && head.data.format !== queueFormat) {
    throw new KenError(
      'config',
      `run ${quote(head.data.run)} is announced in format ${quote(head.data.format)}; this program reads ${queueFormat}`,
      { hint: 'use the same version of this program for the run and for its workers' },
    );
  }
  const parsed = announcementSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new KenError('config', `a run on the queue is announced wrongly: ${z.prettifyError(parsed.error)}`, {
    hint: 'use the same version of this program for the run and for its workers',
  });
}

/**
 * The announced plan, expanded from this machine's own cases, models and prompts. A `KenError('config')` quotes every part
 * in which they differ from the run's, for then this machine would fill cells with results of something else.
 */
export function planOfAnnouncement(announcement: Announcement, catalogue: Catalogue): Plan {
  const plan = makePlan(announcement.experiment, catalogue, {
    ...(announcement.limit && { limit: announcement.limit }),
  });
  if (plan.hash === announcement.planHash) return plan;
  const casesHere = new Map(catalogue.cases.map(({ id, hash }) => [id, hash]));
  const changedCases = announcement.cases.filter(({ id, hash }) => casesHere.get(id) !== hash).map(({ id }) => id);
  const differences = [
    difference('guest image', announcement.toolchain?.image, plan.toolchain?.image),
    difference('kernel', announcement.toolchain?.kernel, plan.toolchain?.kernel),
    difference('bpftrace', announcement.toolchain?.bpftrace, plan.toolchain?.bpftrace),
    difference('set of contracts', announcement.contracts, plan.contracts?.hash),
    difference('prompts and training pairs', announcement.promptVersion, plan.promptVersion),
    ...announcement.models.map(({ name, identity }) =>
      difference(`model ${name}`, identity, plan.models.find((model) => model.name === name)?.identity),
    ),
    changedCases.length > 0 ? `cases with other content: ${changedCases.slice(0, 5).join(', ')}` : null,
  ].filter((text) => text !== null);
  throw new KenError(
    'config',
    `this machine cannot work on run ${announcement.run}: ${differences.join('; ') || 'its cells have other keys here'}`,
    { hint: 'use the same checkout, models.yaml and guest image (`ken image build`) as the run' },
  );
}

/** A `KenError('config')` when the run was started by another version of this program than this one. */
export function refuseOtherCode(announcement: Announcement, here: CodeIdentity): void {
  const { run, code } = announcement;
  const differences = [
    difference('version', code.version, here.version),
    difference('package-lock.json', code.packages, here.packages),
    code.commit !== null && here.commit !== null ? difference('commit', code.commit, here.commit) : null,
  ].filter((text) => text !== null);
  if (differences.length === 0) return;
  throw new KenError('config', `this machine cannot work on run ${run}: ${differences.join('; ')}`, {
    hint: 'check out the same commit as the run, then `npm ci`',
  });
}

/** What this checkout is. */
export async function codeIdentity(projectFolder: string): Promise<CodeIdentity> {
  const { version } = z
    .object({ version: z.string() })
    .parse(JSON.parse(await readFile(join(projectFolder, 'package.json'), 'utf8')));
  const { commit, packageLock } = await provenanceOf(projectFolder, []);
  return { version, packages: String(packageLock), commit: typeof commit === 'string' ? commit : null };
}

function difference(what: string, there: unknown, here: unknown): string | null {
  if (canonicalJson(there ?? null) === canonicalJson(here ?? null)) return null;
  return `${what} is ${quote(there ?? null)} there and ${quote(here ?? null)} here`;
}
