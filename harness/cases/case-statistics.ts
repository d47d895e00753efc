import type { CaseDefinition } from './case.ts';
import { leakOfCase, type CaseLeak, type Leaks } from './leaks.ts';

/** Counts of the test set, whole and by split. */
export interface CaseStatistics {
  cases: number;
  bySplit: Record<CaseDefinition['split'], SplitStatistics>;
  /** Lines of the released test set that a case covers. */
  upstreamPrompts: number;
  /** Cases with fewer than ten mutants, or without alternatives: where work is left. */
  fewMutants: string[];
  withoutAlternatives: string[];
}

export interface SplitStatistics {
  cases: number;
  /** Programs with a reference, per framework. */
  references: { bpftrace: number; libbpf: number };
  alternatives: number;
  mutants: number;
  /** Cases that the guest cannot exercise. */
  notExercised: number;
  leak: Record<CaseLeak, number>;
}

const wantedMutants = 10;

export function caseStatistics(cases: readonly CaseDefinition[], leaks: Leaks): CaseStatistics {
  const of = (split: CaseDefinition['split']): SplitStatistics =>
    ofSplit(
      cases.filter((definition) => definition.split === split),
      leaks,
    );
  return {
    cases: cases.length,
    bySplit: { comparable: of('comparable'), clean: of('clean') },
    upstreamPrompts: cases.filter(({ upstreamPrompt }) => upstreamPrompt !== null).length,
    fewMutants: cases.filter(({ mutants }) => mutants.length < wantedMutants).map(({ id }) => id),
    withoutAlternatives: cases.filter(({ alternatives }) => alternatives.length === 0).map(({ id }) => id),
  };
}

export function formatCaseStatistics(statistics: CaseStatistics): string {
  const { comparable, clean } = statistics.bySplit;
  const rows: [string, (split: SplitStatistics) => number][] = [
    ['cases', ({ cases }) => cases],
    ['references in bpftrace', ({ references }) => references.bpftrace],
    ['references in libbpf', ({ references }) => references.libbpf],
    ['alternatives', ({ alternatives }) => alternatives],
    ['mutants', ({ mutants }) => mutants],
    ['not exercised', ({ notExercised }) => notExercised],
    ['leak: same-task', ({ leak }) => leak['same-task']],
    ['leak: near', ({ leak }) => leak.near],
    ['leak: none', ({ leak }) => leak.none],
    ['leak: unknown', ({ leak }) => leak.unknown],
  ];
  const width = Math.max(...rows.map(([title]) => title.length));
  const list = (title: string, ids: readonly string[]): string[] =>
    ids.length === 0 ? [] : [`${title} (${ids.length}): ${ids.join(', ')}`];
  return [
    `${''.padEnd(width)}  comparable  clean`,
    ...rows.map(
      ([title, count]) =>
        `${title.padEnd(width)}  ${String(count(comparable)).padStart(10)}  ${String(count(clean)).padStart(5)}`,
    ),
    '',
    `prompts of the released test set that a case covers: ${statistics.upstreamPrompts}`,
    ...list(`fewer than ${wantedMutants} mutants`, statistics.fewMutants),
    ...list('without alternatives', statistics.withoutAlternatives),
  ].join('\n');
}

function ofSplit(cases: readonly CaseDefinition[], leaks: Leaks): SplitStatistics {
  const sum = (pick: (definition: CaseDefinition) => number): number =>
    cases.reduce((total, definition) => total + pick(definition), 0);
  const leak: Record<CaseLeak, number> = { 'same-task': 0, near: 0, none: 0, unknown: 0 };
  for (const definition of cases) leak[leakOfCase(definition, leaks)] += 1;
  return {
    cases: cases.length,
    references: {
      bpftrace: sum(({ frameworks }) => (frameworks.includes('bpftrace') ? 1 : 0)),
      libbpf: sum(({ frameworks }) => (frameworks.includes('libbpf') ? 1 : 0)),
    },
    alternatives: sum(({ alternatives }) => alternatives.length),
    mutants: sum(({ mutants }) => mutants.length),
    notExercised: sum(({ notExercised }) => (notExercised ? 1 : 0)),
    leak,
  };
}
