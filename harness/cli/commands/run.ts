import type { Command } from 'commander';
import type { RunRequest } from '../../run/run-experiment.ts';
import type { CliCommand } from '../command.ts';
import { resultsOption } from './results-option.ts';

/** `ken run EXPERIMENT`: runs what the plan lacks, and records every cell. */
export const runCommand: CliCommand = {
  register(program: Command): void {
    program
      .command('run')
      .description('run an experiment, or go on with its newest run; every finished cell is safe on the disk')
      .argument('<experiment>', 'name of a file in harness/experiments, or path of a .yaml file')
      .option('--new', 'start a new run even if one of this plan exists')
      .option('--resume <run>', 'go on with this run')
      .option('--model <names...>', 'models of models.yaml, instead of those of the experiment')
      .option('--configuration <names...>', 'only these configurations of the experiment')
      .option('--limit <n>', 'only the first N cells of a trial, or A:B; the run is marked partial')
      .option('--trials <n>', 'independent repeats, instead of those of the experiment')
      .option('--seed <n>', 'seed of all randomness, instead of that of the experiment')
      .option('-j, --concurrency <n>', 'cells at the same time (default: the number of cores)')
      .option('--queue <url>', 'let `ken worker` processes run the cells, through a Redis server: redis://HOST:PORT')
      .addOption(resultsOption())
      .option('--json', 'print events as JSON lines: run-start, cell-end, note, run-end')
      .addHelpText('after', '\nExit status: 0 all done; 2 usage; 3 some cells are errors; 130 or 143 interrupted.')
      .action(async (experiment: string, options: RunRequest) => {
        const { runExperiment } = await import('../../run/run-experiment.ts');
        await runExperiment(experiment, options);
      });
  },
};
