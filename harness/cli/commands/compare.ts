import type { CompareRequest } from '../../compare/run-compare.ts';
import type { CliCommand } from '../command.ts';
import { resultsOption } from './results-option.ts';

/** `ken compare A B`: is the difference real, and which cases flipped? */
export const compareCommand: CliCommand = {
  register(program) {
    program
      .command('compare')
      .description('compare two runs, or two systems of runs, cell by cell')
      .argument('<first>', 'a run, or RUN:CONFIGURATION, or RUN:CONFIGURATION@MODEL')
      .argument('<second>', 'the same')
      .option('--intersect', 'leave out cases that were changed or that one run lacks')
      .option('--fail-on-regression', 'exit status 4 when the second is worse and the difference is no chance')
      .addOption(resultsOption())
      .option('--json', 'print one JSON value')
      .action(async (first: string, second: string, options: CompareRequest) => {
        const { runCompare } = await import('../../compare/run-compare.ts');
        await runCompare(first, second, options);
      });
  },
};
