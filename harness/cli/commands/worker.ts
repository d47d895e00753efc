import type { Command } from 'commander';
import type { WorkerRequest } from '../../run/queue/run-worker.ts';
import type { CliCommand } from '../command.ts';

/** `ken worker --queue URL`: runs cells for runs of other machines. */
export const workerCommand: CliCommand = {
  register(program: Command): void {
    program
      .command('worker')
      .description('run cells of the runs on a queue (`ken run EXPERIMENT --queue URL`) until it is told to stop')
      .requiredOption('--queue <url>', 'Redis server: redis://HOST:PORT; its password may be in KEN_QUEUE_PASSWORD')
      .option('--run <name>', 'only cells of this run')
      .option('-j, --concurrency <n>', 'cells at the same time (default: the number of cores)')
      .addHelpText(
        'after',
        '\nThe first Ctrl-C lets the cells in flight end, the second gives them back. A worker may be killed at any time.',
      )
      .action(async (options: WorkerRequest) => {
        const { runWorker } = await import('../../run/queue/run-worker.ts');
        await runWorker(options);
      });
  },
};
