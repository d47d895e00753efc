import { meanCost } from '../cell-cost.ts';
import type { ReportCell, ReportData, ReportGroup } from '../report-data.ts';
import { systemColumns, systemValues } from './system-columns.ts';
import { countOf, none, number, text } from './table.ts';
import type { Table, TableValue } from './table.ts';

/** Whether any cell of the group has tokens, or any model a price: else there is nothing to say of cost. */
export function hasCost(group: ReportGroup): boolean {
  return group.systems.some(({ cells }) => cells.some(({ record }) => record.tokens !== null));
}

/** What an answer costs, and what a right one costs: the price-performance-privacy table (paper, section 5.3). */
export function costTable(group: ReportGroup, data: ReportData): Table {
  return {
    id: 'cost',
    title: 'Tokens, price and privacy',
    notes: [
      'Tokens and US dollars per cell, over all attempts and annotations, at the prices of models.yaml when the run was made. A dash: the provider or models.yaml does not say it.',
      'Dollars per accurate cell: what all cells cost, divided by those that are accurate. Errors of the infrastructure are left out.',
    ],
    columns: [
      ...systemColumns,
      { name: 'cells', label: 'Cells' },
      { name: 'input_tokens', label: 'Tokens in' },
      { name: 'output_tokens', label: 'Tokens out' },
      { name: 'dollars', label: 'US $ per cell' },
      { name: 'dollars_per_accurate', label: 'US $ per accurate cell' },
      { name: 'leaves', label: 'Leaves the machine' },
    ],
    rows: group.systems.map((system) => {
      const cells = system.cells.filter((cell) => cell.outcome !== 'error');
      const accurate = cells.filter((cell) => cell.outcome === 'A').length;
      const total = meanCost(cells, data);
      return [
        ...systemValues(system),
        countOf(cells),
        meanTokens(cells, 'input'),
        meanTokens(cells, 'output'),
        number(total, 4),
        accurate === 0 || total === null ? none : number((total * cells.length) / accurate, 4),
        leaves(cells, data),
      ];
    }),
  };
}

function meanTokens(cells: readonly ReportCell[], side: 'input' | 'output'): TableValue {
  const known = cells.flatMap(({ record }) => (record.tokens ? [record.tokens[side]] : []));
  if (known.length < cells.length || known.length === 0) return none;
  return number(known.reduce((sum, tokens) => sum + tokens, 0) / known.length, 0);
}

function leaves(cells: readonly ReportCell[], data: ReportData): TableValue {
  const [cell] = cells;
  const facts = cell && data.runs[cell.run]?.manifest.models.find(({ name }) => name === cell.record.model)?.facts;
  if (!facts) return none;
  return text(facts.leaves === 'nothing' ? 'nothing' : `prompts, to ${facts.receiver ?? 'an unnamed host'}`);
}
