import { stringify } from 'csv-stringify/sync';
import { visibleLine } from '../escape/visible.ts';
import type { ReportCell, ReportData } from '../report-data.ts';
import type { Table, TableValue } from '../tables/table.ts';
import { stages } from '../../record/record.ts';

/** A table as CSV: numbers stay numbers, a rate becomes five columns, and no text can act as a formula. */
export function csvTable(table: Table): string {
  const widths = table.columns.map((_, index) => widest(table.rows.map((row) => row[index])));
  const header = table.columns.flatMap((column, index) => columnNames(column.name, widths[index] ?? 'plain'));
  const rows = table.rows.map((row) => row.flatMap((value, index) => cells(value, widths[index] ?? 'plain')));
  return write([header, ...rows]);
}

/** Every cell of every run, one line each: for people who want to compute something else. */
export function* csvCells(data: ReportData): Generator<string> {
  const header = [
    ...['run', 'key', 'case', 'configuration', 'model', 'model_kind', 'framework', 'trial', 'status', 'outcome'],
    ...['gate', 'verdict', 'judgement', 'method', 'repairs', 'attempts', ...stages.map((stage) => `${stage}_s`)],
    ...['input_tokens', 'output_tokens', 'program_sha256', 'error_cause', 'upstream_passed', 'upstream_return_code'],
  ];
  yield write([header]);
  for (const group of data.groups) {
    for (const { cells } of group.systems) {
      for (let from = 0; from < cells.length; from += batch) {
        yield write(cells.slice(from, from + batch).map((cell) => cellRow(cell, data)));
      }
    }
  }
}

/** Rows that are turned into text at a time. */
const batch = 1000;

function cellRow(cell: ReportCell, data: ReportData): (string | number)[] {
  const { record } = cell;
  return [
    data.runs[cell.run]?.manifest.run ?? '',
    ...[record.key, record.case, record.configuration, record.model, record.modelKind, record.framework],
    ...[record.trial, record.status, cell.outcome, cell.gate?.status ?? '', record.verdict ?? ''],
    ...[cell.judgement?.judgement ?? '', cell.judgement?.method ?? '', cell.judgement?.repairs.length ?? 0],
    record.attempts,
    ...stages.map((stage) => (stage === 'judge' ? cell.judgeSeconds : record.seconds[stage])),
    ...[record.tokens?.input ?? '', record.tokens?.output ?? '', record.programHash ?? ''],
    ...[cell.error?.cause ?? '', record.upstream ? String(record.upstream.passed) : ''],
    record.upstream?.returnCode ?? '',
  ];
}

type Width = 'plain' | 'rate' | 'interval';

function widest(values: readonly (TableValue | undefined)[]): Width {
  if (values.some((value) => value?.kind === 'rate')) return 'rate';
  return values.some((value) => value?.kind === 'number' && value.interval) ? 'interval' : 'plain';
}

function columnNames(name: string, width: Width): string[] {
  if (width === 'rate') return [name, `${name}_of`, `${name}_share`, `${name}_low`, `${name}_high`];
  return width === 'interval' ? [name, `${name}_low`, `${name}_high`] : [name];
}

function cells(value: TableValue, width: Width): (string | number)[] {
  const fill = { plain: 0, interval: 2, rate: 4 }[width];
  const padded = (first: string | number): (string | number)[] => [first, ...Array.from({ length: fill }, () => '')];
  switch (value.kind) {
    case 'text':
      return padded(value.text);
    case 'count':
      return padded(value.value);
    case 'none':
      return padded('');
    case 'number':
      return value.interval ? [value.value, value.interval.low, value.interval.high] : padded(value.value);
    case 'rate': {
      const { count, total, interval } = value;
      return [count, total, total === 0 ? '' : count / total, interval?.low ?? '', interval?.high ?? ''];
    }
  }
}

function write(rows: readonly (readonly (string | number)[])[]): string {
  return stringify(
    rows.map((row) => row.map((value) => (typeof value === 'string' ? visibleLine(value) : value))),
    {
      escape_formulas: true,
      // A negative number is no formula; the last digits of a quotient are noise.
      cast: { number: (value) => ({ value: String(Number(value.toPrecision(10))), escape_formulas: false }) },
    },
  );
}
