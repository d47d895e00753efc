import type { ReportCell, ReportData } from './report-data.ts';

/** US dollars for a million tokens, by model, as the manifests of the runs say them. */
type Prices = ReadonlyMap<string, { input: number; output: number }>;

/** Dollars of a cell's answers at the prices of its run; null when price or number of tokens is unknown, never 0. */
export function cellCost(cell: ReportCell, data: ReportData): number | null {
  const prices = pricesOf(data, cell.run).get(cell.record.model);
  if (!prices) return null;
  const { tokens } = cell.record;
  if (!tokens) return prices.input === 0 && prices.output === 0 ? 0 : null;
  return (tokens.input * prices.input + tokens.output * prices.output) / 1e6;
}

/** Mean dollars for a cell; null when one of them is unknown: a mean of the others would be a guess. */
export function meanCost(cells: readonly ReportCell[], data: ReportData): number | null {
  let sum = 0;
  for (const cell of cells) {
    const cost = cellCost(cell, data);
    if (cost === null) return null;
    sum += cost;
  }
  return cells.length === 0 ? null : sum / cells.length;
}

const cache = new WeakMap<ReportData, Prices[]>();

function pricesOf(data: ReportData, run: number): Prices {
  const known = cache.get(data) ?? data.runs.map(({ manifest }) => pricesOfModels(manifest.models));
  cache.set(data, known);
  return known[run] ?? new Map();
}

function pricesOfModels(models: ReportData['runs'][number]['manifest']['models']): Prices {
  return new Map(models.flatMap(({ name, facts }) => (facts?.prices ? [[name, facts.prices] as const] : [])));
}
