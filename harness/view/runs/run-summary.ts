import { countOutcomes } from '../../stats/outcome-counts.ts';
import type { OutcomeCounts } from '../../stats/outcome-counts.ts';
import type { Outcome } from '../../record/record.ts';
import type { RunIndex } from './run-index.ts';

/** A row of the table of systems. */
export interface SystemSummary {
  configuration: string;
  model: string;
  framework: string;
  counts: OutcomeCounts;
  /** Mean seconds of the system per cell, errors left out; null when there are none. */
  seconds: number | null;
}

export interface RunSummaryView {
  counts: OutcomeCounts;
  systems: SystemSummary[];
  /** Cells of the plan without a record. */
  missing: number;
  /** How many cases each value of a field has: `clean 3`. Empty when the run does not say. */
  splits: [string, number][];
  leaks: [string, number][];
}

const kept = new WeakMap<RunIndex, { version: number; summary: RunSummaryView }>();

/** Counts of a run, from its rows; kept until they change. */
export function summarise(index: RunIndex): RunSummaryView {
  const known = kept.get(index);
  if (known?.version === index.version) return known.summary;
  const summary = count(index);
  kept.set(index, { version: index.version, summary });
  return summary;
}

function count({ rows, manifest }: RunIndex): RunSummaryView {
  const systems = new Map<
    string,
    { outcomes: Outcome[]; seconds: number; timed: number } & Omit<SystemSummary, 'counts' | 'seconds'>
  >();
  for (const { configuration, model, framework, outcome, seconds } of rows) {
    const id = `${configuration}\n${model}\n${framework}`;
    const system = systems.get(id) ?? { configuration, model, framework, outcomes: [], seconds: 0, timed: 0 };
    systems.set(id, system);
    system.outcomes.push(outcome);
    if (outcome === 'error') continue;
    system.seconds += seconds;
    system.timed += 1;
  }
  const rank = (names: readonly { name: string }[], name: string): number => {
    const found = names.findIndex((entry) => entry.name === name);
    return found < 0 ? names.length : found;
  };
  return {
    counts: countOutcomes(rows.map(({ outcome }) => outcome)),
    systems: [...systems.values()]
      .sort(
        (a, b) =>
          rank(manifest.models, a.model) - rank(manifest.models, b.model) ||
          rank(manifest.configurations, a.configuration) - rank(manifest.configurations, b.configuration) ||
          (a.framework < b.framework ? -1 : 1),
      )
      .map(({ configuration, model, framework, outcomes, seconds, timed }) => ({
        ...{ configuration, model, framework },
        counts: countOutcomes(outcomes),
        seconds: timed === 0 ? null : seconds / timed,
      })),
    missing: Math.max(0, manifest.plannedCells - rows.length),
    splits: tally(manifest.cases.map(({ split }) => split)),
    leaks: tally(manifest.cases.map(({ leak }) => leak)),
  };
}

function tally(values: readonly (string | undefined)[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const value of values) if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts];
}
