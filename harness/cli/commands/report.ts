import type { Command } from 'commander';
import type { ReportRequest } from '../../report/report-runs.ts';
import type { CliCommand } from '../command.ts';
import { resultsOption } from './results-option.ts';

/** `ken report RUN...`: tables, figures and the evidence behind them. */
export const reportCommand: CliCommand = {
  register(program: Command): void {
    program
      .command('report')
      .description('write the report of one or more runs: HTML, Markdown, CSV, LaTeX, JSON, figures')
      .argument('<run...>', 'names or paths of runs; several stand side by side')
      .option('--output <folder>', 'where to write (default: reports/ and the name of the first run)')
      .option('--format <names>', 'html, md, csv, latex, json, separated by commas (default: all)')
      .option('--cases <ids>', 'only these cases, separated by commas; the report says how many are left out')
      .addOption(resultsOption())
      .option('--json', 'print the written files as JSON')
      .action(async (runs: string[], options: ReportRequest) => {
        const { reportRuns } = await import('../../report/report-runs.ts');
        await reportRuns(runs, options);
      });
  },
};
