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
    pairs
      .command('stats')
      .description('counts per framework: entries, described, licensed, compiled, accepted')
      .option('--out <folder>', 'where the dataset is')
      .option('--json', 'print JSON')
      .action(async (flags: { out?: string; json?: true }) => {
        const { runStats } = await import('../pairs/show-command.ts');
        console.log(await runStats(flags));
      });
    pairs
      .command('show')
      .argument('[id]', 'id of an entry; all entries, one a line, without it')
      .description('everything that is known of an entry, its program last')
      .option('--out <folder>', 'where the dataset is')
      .option('--json', 'print JSON')
      .action(async (id: string | undefined, flags: { out?: string; json?: true }) => {
        const { runShow } = await import('../pairs/show-command.ts');
        console.log(await runShow(id, flags));
      });
    pairs
      .command('diff')
      .argument('[folder]', 'another build; the committed manifest without it')
      .description('what differs; status 1 if anything does')
      .option('--out <folder>', 'where the dataset is')
      .action(async (other: string | undefined, flags: { out?: string }) => {
        const { runDiff } = await import('../pairs/diff-command.ts');
        const { output, same } = await runDiff(other, flags);
        console.log(output);
        if (!same) process.exitCode = 1;
      });
    pairs
      .command('export')
      .argument('<folder>', 'where the files go')
      .description('train and test set as JSON Lines and CSV with a dataset card, as Hugging Face loads a folder')
      .option('--out <folder>', 'where the dataset is')
      .action(async (folder: string, flags: { out?: string }) => {
        const { runExport } = await import('../pairs/export-command.ts');
        console.log(await runExport(folder, flags));
      });
    pairs
      .command('describe')
      .description(
        'let a model of models.yaml write requests for verified programs without one; each is checked and labelled',
      )
      .requiredOption('--model <name>', 'name in models.yaml')
      .option('--limit <count>', 'ask for at most this many', count, 10)
      .option('--all', 'also for programs that have a request')
      .option('--out <folder>', 'where the dataset is')
      .action(async (flags: import('../pairs/describe-command.ts').DescribeFlags) => {
        const { runDescribe } = await import('../pairs/describe-command.ts');
        console.log(await runDescribe(flags));
      });
    pairs
      .command('review')
      .argument('[id]', 'id of an entry to decide on; the queue without it')
      .description('what a person should look at, and their decisions, which every build replays')
      .option('--accept', 'its first text is the request')
      .option('--edit <text>', 'this is the request')
      .option('--reject', 'leave the entry out')
      .option('--reason <text>', 'why')
      .option('--author <name>', 'who decides')
      .option('--out <folder>', 'where the dataset is')
      .option('--json', 'print JSON')
      .action(async (id: string | undefined, flags: import('../pairs/review-command.ts').ReviewFlags) => {
        const { runReview } = await import('../pairs/review-command.ts');
        console.log(await runReview(id, flags));
      });
    pairs
      .command('released')
      .argument('<folder>', 'the folder `dataset` of the released files')
      .description('which entries the released training programs are, and from which release they come')
      .option('--source <id=folder...>', 'read this folder or archive in the place of a pinned source')
      .option('--json', 'print JSON')
      .action(async (folder: string, flags: { source?: string[]; json?: true }) => {
        const { runReleased } = await import('../pairs/released-command.ts');
        console.log(await runReleased(folder, flags));
      });
    pairs
      .command('leaks')
      .description('for each test case the nearest training pairs and fixed examples: same task, near or none')
      .option('--write', 'write corpora/pairs/leaks.json, which `ken cases list` and the reports read')
      .option('--out <folder>', 'where the dataset is')
      .option('--json', 'print JSON')
      .action(async (flags: import('../pairs/leaks-command.ts').LeaksFlags) => {
        const { runLeaks } = await import('../pairs/leaks-command.ts');
        console.log(await runLeaks(flags));
      });
  },
};

function minutes(text: string): number {
  if (!/^\d{1,4}(\.\d+)?$/.test(text)) throw new InvalidArgumentError('It must be a number of minutes.');
  return Number(text);
}

function count(text: string): number {
  if (!/^[1-9]\d{0,4}$/.test(text)) throw new InvalidArgumentError('It must be a whole number from 1.');
  return Number(text);
}
