import { KenError, quote } from '../../ken/errors.ts';
import type { Framework } from '../../ken/program.ts';
import { didYouMean } from '../cases/closest-name.ts';
import type { CaseSelection, Experiment } from './experiment.ts';
import type { CaseEntry } from './plan.ts';

export interface ChosenCases {
  cases: CaseEntry[];
  /** Chosen cases without a reference in a framework of the experiment: every system must see the same cases. */
  leftOut: CaseEntry[];
}

/**
 * The cases of an experiment. A case that is named and lacks a framework is a `KenError('config')`; of `all` and of a
 * choice it is left out, for every configuration alike.
 */
export function chooseCases(
  { cases, configurations }: Pick<Experiment, 'cases' | 'configurations'>,
  known: readonly CaseEntry[],
): ChosenCases {
  const frameworks = [...new Set(configurations.map(({ framework }) => framework))];
  const chosen = chosenOf(cases, known);
  const lacking = (entry: CaseEntry): Framework | undefined =>
    frameworks.find((framework) => !entry.frameworks.includes(framework));
  const leftOut = chosen.filter((entry) => lacking(entry) !== undefined);
  const [first] = leftOut;
  if (first && Array.isArray(cases)) {
    throw new KenError('config', `case ${quote(first.id)} has no reference for ${lacking(first) ?? ''}`);
  }
  const kept = chosen.filter((entry) => lacking(entry) === undefined);
  if (kept.length === 0) throw new KenError('config', `there are no cases for cases: ${quote(cases)}`);
  return { cases: kept, leftOut };
}

function chosenOf(cases: Experiment['cases'], known: readonly CaseEntry[]): CaseEntry[] {
  if (cases === 'all') return [...known];
  if (Array.isArray(cases)) return cases.map((id) => findCase(id, known));
  return selected(cases, known);
}

function selected({ split, leak }: CaseSelection, known: readonly CaseEntry[]): CaseEntry[] {
  const ofSplit = known.filter((entry) => split === undefined || entry.exposure?.split === split);
  if (leak === undefined) return ofSplit;
  const unknown = ofSplit.filter(({ exposure }) => (exposure?.leak ?? 'unknown') === 'unknown');
  if (unknown.length > 0) {
    throw new KenError(
      'config',
      `cases are chosen by leak, and ${unknown.length} have not been audited: ${unknown
        .slice(0, 5)
        .map(({ id }) => id)
        .join(', ')}`,
      { hint: 'audit them with: ken pairs leaks --write' },
    );
  }
  const wanted: readonly string[] = Array.isArray(leak) ? leak : [leak];
  return ofSplit.filter((entry) => wanted.includes(entry.exposure?.leak ?? 'unknown'));
}

function findCase(wanted: string, known: readonly CaseEntry[]): CaseEntry {
  const entry = known.find(({ id }) => id === wanted);
  if (entry) return entry;
  const ids = known.map(({ id }) => id);
  throw new KenError('config', `unknown case ${quote(wanted)}${didYouMean(wanted, ids)}`, {
    hint: `known: ${ids.join(', ') || 'none'}`,
  });
}
