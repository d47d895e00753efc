import { latex } from '../escape/latex.ts';
import { groupFacts, groupTitle } from '../run-facts.ts';
import type { GroupTables } from '../tables/all-tables.ts';
import { plainValue } from '../tables/plain-value.ts';
import type { Table } from '../tables/table.ts';

/** Every table for `\input` in a paper: booktabs, one `table` each, labelled `tab:ken-<group>-<table>`. */
export function latexTables(groups: readonly GroupTables[], overview: readonly Table[] = []): string {
  const tables = [
    ...overview.map((table) => latexTable(table, `ken-overview-${table.id}`, [])),
    ...groups.flatMap(({ group, tables: ofGroup }) =>
      ofGroup.map((table) =>
        latexTable(table, `ken-${group.id}-${table.id}`, [groupTitle(group), ...groupFacts(group)]),
      ),
    ),
  ];
  return (
    ['% Needs \\usepackage[T1]{fontenc}, \\usepackage{booktabs} and \\usepackage{graphicx}.', ...tables].join('\n\n') +
    '\n'
  );
}

function latexTable(table: Table, label: string, facts: readonly string[]): string {
  const columns = table.columns
    .map((_, index) => (table.rows.every((row) => row[index]?.kind === 'text') ? 'l' : 'r'))
    .join('');
  const line = (cells: readonly string[]): string => `    ${cells.join(' & ')} \\\\`;
  return [
    '\\begin{table*}',
    '  \\centering\\small',
    `  \\caption{${latex(`${table.title}. ${table.notes.join(' ')}${facts.length > 0 ? ` ${facts.join(', ')}.` : ''}`)}}`,
    `  \\label{tab:${label}}`,
    '  \\resizebox{\\ifdim\\width>\\textwidth\\textwidth\\else\\width\\fi}{!}{%',
    `  \\begin{tabular}{${columns}}`,
    '    \\toprule',
    line(table.columns.map((column) => latex(column.label))),
    '    \\midrule',
    ...table.rows.map((row) => line(row.map((value) => latex(plainValue(value))))),
    '    \\bottomrule',
    '  \\end{tabular}}',
    '\\end{table*}',
  ].join('\n');
}
