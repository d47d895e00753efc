import { createWriteStream } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { KenError, quote } from '../../ken/errors.ts';
import { storageError } from '../record/storage-error.ts';
import { writeAtomically } from '../record/write-atomically.ts';
import { collectRuns } from './collect.ts';
import { renderFigures } from './figures/figures.ts';
import type { Figure } from './figures/figures.ts';
import { toPng } from './figures/to-png.ts';
import { csvCells, csvTable } from './format/csv-tables.ts';
import { jsonReport } from './format/json-report.ts';
import { latexTables } from './format/latex-tables.ts';
import { markdownReport } from './format/markdown-report.ts';
import { htmlReport } from './html/page.ts';
import { allTables, overviewTables } from './tables/all-tables.ts';

export const reportFormats = ['html', 'md', 'csv', 'latex', 'json'] as const;
export type ReportFormat = (typeof reportFormats)[number];

/**
 * Writes a report of one or more run folders: `report.html`, `report.md`, `report.tex`, `report.json`, `tables/*.csv`,
 * `figures/*.{svg,png}`. Reads the folders and nothing else, and the same folders give the same bytes. Answers the files.
 */
export async function writeReport(
  runFolders: readonly string[],
  output: string,
  formats: readonly ReportFormat[] = reportFormats,
  options: { cases?: readonly string[] } = {},
): Promise<string[]> {
  const data = await collectRuns(runFolders, options);
  const groups = allTables(data);
  const overview = overviewTables(data);
  const figures = formats.includes('html') || formats.includes('md') ? await renderFigures(data) : [];
  const files: string[] = [];
  const write = async (name: string, content: string | Uint8Array): Promise<void> => {
    await writeAtomically(join(output, name), content);
    files.push(join(output, name));
  };
  for (const format of formats) {
    switch (format) {
      case 'html':
        files.push(await writeStream(output, 'report.html', htmlReport(data, groups, figures, overview)));
        break;
      case 'md':
        await write('report.md', markdownReport(data, groups, figures, overview));
        await writeFigures(figures, write);
        break;
      case 'csv':
        for (const table of overview) await write(`tables/overview-${table.id}.csv`, csvTable(table));
        for (const { group, tables } of groups) {
          for (const table of tables) await write(`tables/${group.id}-${table.id}.csv`, csvTable(table));
        }
        files.push(await writeStream(output, 'tables/cells.csv', csvCells(data)));
        break;
      case 'latex':
        await write('report.tex', latexTables(groups, overview));
        break;
      case 'json':
        await write('report.json', jsonReport(data, groups, overview));
        break;
    }
  }
  return files;
}

/** `md,csv` -> formats; a wrong one is a `KenError('usage')` that lists the right ones. */
export function parseFormats(text: string): ReportFormat[] {
  const wanted = text.split(',').map((name) => name.trim());
  const wrong = wanted.find((name) => !reportFormats.some((format) => format === name));
  if (wrong !== undefined) {
    throw new KenError('usage', `unknown report format ${quote(wrong)}`, {
      hint: `known: ${reportFormats.join(', ')}`,
    });
  }
  return reportFormats.filter((format) => wanted.includes(format));
}

async function writeFigures(
  figures: readonly Figure[],
  write: (name: string, content: string | Uint8Array) => Promise<void>,
): Promise<void> {
  for (const figure of figures) {
    await write(`figures/${figure.name}.svg`, `${figure.svg}\n`);
    await write(`figures/${figure.name}.png`, await toPng(figure.svg));
  }
}

async function writeStream(
  output: string,
  name: string,
  parts: AsyncIterable<string> | Iterable<string>,
): Promise<string> {
  const path = join(output, name);
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await pipeline(Readable.from(parts), createWriteStream(temporary, 'utf8'));
    await rename(temporary, path);
  } catch (error) {
    throw storageError(`cannot write ${path}`, error);
  }
  return path;
}
