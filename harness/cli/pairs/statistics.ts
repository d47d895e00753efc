import type { SourceReport } from '../../../dataset-builder/pairs/build/collect-programs.ts';
import type { Pair } from '../../../dataset-builder/pairs/build/pair.ts';
import { frameworks, type Framework } from '../../../ken/program.ts';

export interface FrameworkStatistics {
  entries: number;
  described: number;
  licensed: number;
  /** Parsed by our own front ends. */
  parsed: number;
  compiled: number;
  /** The verifier accepted every program. */
  verified: number;
  /** Verified, and everything attached. */
  accepted: number;
  /** Description, licence and an accepted program. */
  complete: number;
  /** The same with a program that the verifier accepted and that needs a target from user space to be attached. */
  completeVerified: number;
  train: number;
  groups: number;
}

export interface DatasetStatistics {
  frameworks: Record<Framework, FrameworkStatistics>;
  bySource: Record<string, { entries: number; train: number; complete: number }>;
  promptOrigins: Record<string, number>;
  leftOut: Record<string, number>;
  refusedFiles: number;
  sources: { source: string; status: string; reason: string | null; programs: number }[];
}

/** Counts of a build; a pair counts as accepted when at least one pinned kernel accepted it. */
export function datasetStatistics(pairs: readonly Pair[], reports: readonly SourceReport[]): DatasetStatistics {
  return {
    frameworks: {
      bpftrace: ofFramework(pairs.filter(({ framework }) => framework === 'bpftrace')),
      libbpf: ofFramework(pairs.filter(({ framework }) => framework === 'libbpf')),
    },
    bySource: Object.fromEntries(
      [...new Set(pairs.map(({ provenance }) => provenance.source))].sort().map((source) => {
        const own = pairs.filter(({ provenance }) => provenance.source === source);
        return [
          source,
          { entries: own.length, train: own.filter(isTrained).length, complete: own.filter(isComplete).length },
        ];
      }),
    ),
    promptOrigins: counts(pairs.map(({ chosen }) => chosen?.origin ?? 'none')),
    leftOut: counts(pairs.flatMap(({ leftOut }) => leftOut.map((reason) => reason.replace(/:.*|by .*/s, '').trim()))),
    refusedFiles: reports.reduce((sum, { refused }) => sum + refused.length, 0),
    sources: reports.map(({ source, status, reason, programs }) => ({ source, status, reason, programs })),
  };
}

export function formatStatistics(statistics: DatasetStatistics): string {
  const columns = Object.keys(statistics.frameworks.bpftrace) as (keyof FrameworkStatistics)[];
  const width = Math.max(...columns.map((column) => column.length));
  const rows = columns.map(
    (column) =>
      `${column.padEnd(width)}  ${frameworks.map((name) => String(statistics.frameworks[name][column]).padStart(8)).join('  ')}`,
  );
  const list = (title: string, values: Record<string, number>): string =>
    `${title}: ${
      Object.entries(values)
        .map(([name, count]) => `${name} ${count}`)
        .join('; ') || 'none'
    }`;
  return [
    `${''.padEnd(width)}  ${frameworks.map((name) => name.padStart(8)).join('  ')}`,
    ...rows,
    '',
    ...Object.entries(statistics.bySource).map(
      ([source, { entries, train, complete }]) =>
        `${source}: ${entries} entries, ${complete} complete, ${train} in the train set`,
    ),
    list('chosen prompts', statistics.promptOrigins),
    list('left out', statistics.leftOut),
    `files refused: ${statistics.refusedFiles}`,
    ...statistics.sources
      .filter(({ status }) => status !== 'ready')
      .map(({ source, reason }) => `not available: ${source}: ${reason ?? ''}`),
  ].join('\n');
}

function ofFramework(pairs: readonly Pair[]): FrameworkStatistics {
  const count = (test: (pair: Pair) => boolean): number => pairs.filter(test).length;
  return {
    entries: pairs.length,
    described: count(isDescribed),
    licensed: count(isLicensed),
    parsed: count(({ syntaxProblem }) => syntaxProblem === null),
    compiled: count(({ validation }) =>
      validation.some(({ status }) => !['compile-failed', 'guest-fault'].includes(status)),
    ),
    verified: count(isVerified),
    accepted: count(isAccepted),
    complete: count(isComplete),
    completeVerified: count((pair) => isDescribed(pair) && isLicensed(pair) && isVerified(pair)),
    train: count(isTrained),
    groups: new Set(pairs.map(({ group }) => group)).size,
  };
}

const isDescribed = ({ prompt }: Pair): boolean => prompt !== null;
const isLicensed = ({ licence }: Pair): boolean => licence.file !== null || licence.repository.spdx !== 'NONE';
const isVerified = ({ validation }: Pair): boolean => validation.some(({ verified }) => verified);
const isAccepted = ({ validation }: Pair): boolean => validation.some(({ status }) => status === 'accepted');
const isTrained = ({ split }: Pair): boolean => split === 'train';
const isComplete = (pair: Pair): boolean => isDescribed(pair) && isLicensed(pair) && isAccepted(pair);

function counts(values: readonly string[]): Record<string, number> {
  const found: Record<string, number> = {};
  for (const value of [...values].sort()) found[value] = (found[value] ?? 0) + 1;
  return found;
}
