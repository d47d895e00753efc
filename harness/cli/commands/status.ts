import type { Command } from 'commander';
import type { CliCommand } from '../command.ts';
import { resultsOption } from './results-option.ts';

/** `ken status [RUN]`: how far runs are. */
export const statusCommand: CliCommand = {
  register(program: Command): void {
    program
      .command('status')
      .description('counts of a run, or of all runs, from their records; works while a run is live')
      .argument('[run]', 'name or path of a run')
      .addOption(resultsOption())
      .option('--json', 'one JSON value per run')
      .action(async (run: string | undefined, options: { results: string; json?: boolean }) => {
        const { showStatus } = await import('../../run/show-status.ts');
        await showStatus(run, options);
      });
  },
};
