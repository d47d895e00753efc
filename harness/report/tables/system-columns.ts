import { kindLabels, kindMeanings } from '../report-data.ts';
import type { ReportGroup, System } from '../report-data.ts';
import { text } from './table.ts';
import type { Column, TableValue } from './table.ts';

/** The first columns of a table with one row per system. Every table says what kind of model stands behind a number. */
export const systemColumns: readonly Column[] = [
  { name: 'system', label: 'System' },
  { name: 'kind', label: 'Kind', minor: true },
];

export function systemValues(system: System): TableValue[] {
  return [text(system.label), text(kindLabels[system.modelKind])];
}

/** One sentence per kind of model in the group, for tables without a column for it. */
export function kindNotes(group: ReportGroup): string[] {
  const models = new Map(group.systems.map((system) => [system.model, system.modelKind]));
  return [...models].map(([model, kind]) => `${model}: ${kindLabels[kind]}, ${kindMeanings[kind]}.`);
}
