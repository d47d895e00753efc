import { InvalidArgumentError } from 'commander';
import type { CliCommand } from '../command.ts';

/** `ken pairs`: the training pairs, from pinned sources to an export. */
export const pairsCommand: CliCommand = {
  register(program) {
    const pairs = program.command('pairs').description('build, check, show and export the training pairs');
    pairs
      .command('build')
      .description(
        'read every source of corpora/sources.yaml and write the dataset; status 1 if it is not the committed one',
      )
      .option('--source <id=folder...>', 'read this folder or archive in the place of a pinned source')
      .option('--only <id...>', 'only these sources')
      .option('--out <folder>', 'where the dataset goes (default: corpora/pairs/built)')
      .option('--no-fetch', 'use only what earlier builds fetched')
      .option('--accept', 'write corpora/pairs/manifest.json anew')
      .option('--json', 'print JSON')
      .action(async (flags: import('../pairs/build-command.ts').BuildFlags) => {
        const { runBuild } = await import('../pairs/build-command.ts');
        const { output, ok } = await runBuild(flags);
        console.log(output);
        if (!ok) process.exitCode = 1;
      });
    pairs
      .command('check')
      .argument('[ids...]', 'ids of entries; all by default')
      .description('compile, load and attach the programs that the guest has not seen; it can be stopped and goes on')
      .option('--match <pattern>', 'only ids that match this regular expression')
      .option('--minutes <count>', 'start no program after this many minutes', minutes, 600)
      .option('--out <folder>', 'where the dataset is')
      .action(async (ids: string[], flags: import('../pairs/check-command.ts').CheckFlags) => {
        const { runPairsCheck } = await import('../pairs/check-command.ts');
        console.log(await runPairsCheck(ids, flags));
      });
  },
};

function minutes(text: string): number {
  if (!/^\d{1,4}(\.\d+)?$/.test(text)) throw new InvalidArgumentError('It must be a number of minutes.');
  return Number(text);
}
