import Table from 'cli-table3';
import type { ImportedFile } from './import-upstream.ts';

/** What was imported, for a terminal: a line per file, then every row that cannot be used and every remark. */
export function importTable(files: readonly ImportedFile[], unknownFiles: readonly string[]): string {
  const table = new Table({
    head: [
      'released file',
      'configuration',
      'model',
      'trial',
      'rows',
      'imported',
      'unusable',
      'A / FP / FN, as upstream counts',
    ],
    style: { head: [], border: [] },
  });
  for (const file of files) {
    const { configuration, model, trial } = file.experiment;
    const figures = figuresOf(file) + (file.labelled === 0 ? ' (nobody labelled)' : '');
    table.push([file.file, configuration, model, trial, file.rowsRead, file.imported, file.unusable.length, figures]);
  }
  const unusable = files.flatMap((file) => file.unusable);
  const remarks = files.flatMap((file) => file.remarks);
  const rows = files.reduce((sum, file) => sum + file.rowsRead, 0);
  const imported = files.reduce((sum, file) => sum + file.imported, 0);
  return [
    table.toString(),
    `${rows} rows read = ${imported} imported + ${unusable.length} unusable`,
    ...unusable.map(({ file, row, line, kind, reason }) => `  ${file} row ${row} (line ${line}): ${kind}: ${reason}`),
    ...(remarks.length > 0 ? [`${remarks.length} remarks`] : []),
    ...remarks.map(
      ({ file, row, kind, text }) => `  ${file}${row === undefined ? '' : ` row ${row}`}: ${kind}: ${text}`,
    ),
    ...unknownFiles.map((file) => `  ${file}: its name fits no experiment that is known; not read`),
    'Nothing was judged yet. Next: npx ken judge RUN',
  ].join('\n');
}

function figuresOf({ upstreamCounts, rowsRead }: ImportedFile): string {
  const { accurate, falsePositive, falseNegative } = upstreamCounts;
  return [accurate, falsePositive, falseNegative]
    .map((count) => (rowsRead === 0 ? '-' : `${((100 * count) / rowsRead).toFixed(1)} %`))
    .join(' / ');
}
