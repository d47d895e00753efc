import type { Command } from 'commander';
import type { RunRequest } from '../../run/run-experiment.ts';
import type { CliCommand } from '../command.ts';
import { resultsOption } from './results-option.ts';

/** `ken plan EXPERIMENT`: what a run would do. */
export const planCommand: CliCommand = {
  register(program: Command): void {
    program
      .command('plan')
      .description('count the cells of an experiment, done and to do; asks no model')
      .argument('<experiment>', 'name of a file in harness/experiments, or path of a .yaml file')
      .option('--model <names...>', 'models of models.yaml, instead of those of the experiment')
      .option('--configuration <names...>', 'only these configurations of the experiment')
      .option('--limit <n>', 'only the first N cells of a trial, or A:B')
      .option('--trials <n>', 'independent repeats, instead of those of the experiment')
      .option('--seed <n>', 'seed of all randomness, instead of that of the experiment')
      .addOption(resultsOption())
      .option('--json', 'print the plan as one JSON value')
      .action(async (experiment: string, options: RunRequest) => {
        const { showPlan } = await import('../../run/show-plan.ts');
        await showPlan(experiment, options);
      });
  },
};
