import { basename, join, relative } from 'node:path';
import { findRun } from '../record/find-runs.ts';
import { parseFormats, reportFormats, writeReport } from './write-report.ts';

export interface ReportRequest {
  output?: string;
  format?: string;
  cases?: string;
  results: string;
  json?: boolean;
}

/** `ken report RUN...`: finds the runs, writes the report, names the files. */
export async function reportRuns(names: readonly string[], request: ReportRequest): Promise<void> {
  const formats = request.format === undefined ? reportFormats : parseFormats(request.format);
  const runs: string[] = [];
  for (const name of names) {
    const path = await findRun(name, request.results);
    if (!runs.includes(path)) runs.push(path);
  }
  const reports = join(import.meta.dirname, '..', '..', 'reports');
  const output =
    request.output ??
    join(
      reports,
      runs
        .map((path) => basename(path))
        .join('+')
        .slice(0, 120),
    );
  const files = await writeReport(runs, output, formats, {
    ...(request.cases !== undefined && { cases: request.cases.split(',').map((id) => id.trim()) }),
  });
  if (request.json) {
    console.log(JSON.stringify({ output, files }));
    return;
  }
  const shown = (path: string): string => {
    const short = relative(process.cwd(), path);
    return short.startsWith('..') ? path : short;
  };
  for (const file of files.filter((path) => !/[\\/](tables|figures)[\\/]/.test(path))) console.log(shown(file));
  const others = files.filter((path) => /[\\/](tables|figures)[\\/]/.test(path)).length;
  if (others > 0) console.log(`${others} more files in ${shown(output)}: tables and figures`);
}
