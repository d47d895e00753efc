import { markdown } from '../escape/markdown.ts';
import type { Figure } from '../figures/figures.ts';
import type { ReportData } from '../report-data.ts';
import { groupFacts, groupTitle, runFacts, warnings } from '../run-facts.ts';
import type { GroupTables } from '../tables/all-tables.ts';
import { plainValue } from '../tables/plain-value.ts';
import type { Table } from '../tables/table.ts';

/** The whole report as one Markdown file; figures are linked from the folder `figures` beside it. */
export function markdownReport(
  data: ReportData,
  groups: readonly GroupTables[],
  figures: readonly Figure[],
  overview: readonly Table[] = [],
): string {
  const parts = [
    '# Report',
    '',
    ...data.runs.map((run) => `- ${runFacts(run).map(markdown).join(' · ')}`),
    '',
    ...warnings(data).flatMap((text) => [`> ${markdown(text)}`, '']),
  ];
  if (overview.length > 0) parts.push('## Beside the paper', '', ...overview.flatMap(markdownTable));
  for (const { group, tables } of groups) {
    parts.push(`## ${markdown(groupTitle(group))}`, '', groupFacts(group).map(markdown).join(' · '), '');
    for (const figure of figures.filter((candidate) => candidate.group === group.id)) {
      parts.push(`![${markdown(figure.title)}](figures/${figure.name}.svg)`, '', markdown(figure.caption), '');
    }
    for (const table of tables) parts.push(...markdownTable(table));
  }
  return `${parts.join('\n').trimEnd()}\n`;
}

function markdownTable(table: Table): string[] {
  const alignment = table.columns.map((_, index) =>
    table.rows.every((row) => row[index]?.kind === 'text') ? ':--' : '--:',
  );
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    `### ${markdown(table.title)}`,
    '',
    line(table.columns.map((column) => markdown(column.label))),
    line(alignment),
    ...table.rows.map((row) => line(row.map((value) => markdown(plainValue(value))))),
    '',
    ...table.notes.map((note) => `${markdown(note)}  `),
    '',
  ];
}
