import { InvalidArgumentError, Option } from 'commander';
import { KenError } from '../../../ken/errors.ts';
import type { Framework } from '../../../ken/program.ts';
import type { CliCommand } from '../command.ts';

/** `ken cases`: the test set and its self-check. */
export const casesCommand: CliCommand = {
  register(program) {
    const cases = program.command('cases').description('list, show and check the cases of the test set');
    cases
      .command('list')
      .description('every case with the matching prompt of the released test set, its leak and its frameworks')
      .option('--json', 'print JSON')
      .action(async ({ json }: { json?: true }) => {
        const { listCases } = await import('../../cases/print-cases.ts');
        console.log(await listCases(json ?? false));
      });
    cases
      .command('show')
      .argument('<id>', 'id of the case')
      .description('prompt, open points, programs and planted faults of one case')
      .option('--json', 'print JSON')
      .action(async (id: string, { json }: { json?: true }) => {
        const { showCase } = await import('../../cases/print-cases.ts');
        console.log(await showCase(id, json ?? false));
      });
    cases
      .command('check')
      .argument('[ids...]', 'ids of cases; all by default')
      .option('--all', 'every case, said outright')
      .description(
        'references and alternatives must be judged correct in every repeat, mutants incorrect; status 1 if not',
      )
      .option('--repeats <count>', 'runs of each reference and alternative in fresh guests', count, 5)
      .option('--mutants <count>', 'mutants per case, or `all`', countOrAll, 'all')
      .addOption(new Option('--framework <name>', 'only programs of this framework').choices(['bpftrace', 'libbpf']))
      .option('--json', 'print JSON')
      .action(async (ids: string[], options: CheckFlags) => {
        if (options.all && ids.length > 0) {
          throw new KenError('usage', 'give ids or --all, not both');
        }
        const { runCheck } = await import('../../cases/run-check.ts');
        const { output, ok } = await runCheck(ids, { ...options, json: options.json ?? false });
        console.log(output);
        if (!ok) process.exitCode = 1;
      });
    cases
      .command('stats')
      .description('counts of cases, programs and mutants by split, and how far the train set leaks into them')
      .option('--json', 'print JSON')
      .action(async ({ json }: { json?: true }) => {
        const { printStatistics } = await import('../../cases/print-statistics.ts');
        console.log(await printStatistics(json ?? false));
      });
    cases
      .command('new')
      .argument('<id>', 'lower-case words joined by hyphens')
      .description(
        'make the folder of a new case with files that work and are to be replaced; see corpora/cases/GUIDE.md',
      )
      .requiredOption('--prompt <text>', 'the request, in your own words')
      .addOption(
        new Option('--framework <name...>', 'frameworks with a reference')
          .choices(['bpftrace', 'libbpf'])
          .default(['bpftrace', 'libbpf']),
      )
      .addOption(
        new Option('--split <name>', 'which score it counts for').choices(['comparable', 'clean']).default('clean'),
      )
      .option('--upstream-prompt <line>', 'line of the released test set that asks for the same', count)
      .action(async (id: string, { prompt, framework, split, upstreamPrompt }: NewFlags) => {
        const { newCase } = await import('../../cases/new-case.ts');
        const request = { prompt, frameworks: framework, split, upstreamPrompt: upstreamPrompt ?? null };
        console.log((await newCase(id, request)).join('\n'));
        console.error(`ken: next: ken cases check ${id}; then replace the programs, the workload and the oracle`);
      });
  },
};

interface NewFlags {
  prompt: string;
  framework: Framework[];
  split: 'comparable' | 'clean';
  upstreamPrompt?: number;
}

interface CheckFlags {
  repeats: number;
  mutants: number | 'all';
  framework?: Framework;
  all?: true;
  json?: true;
}

function count(text: string): number {
  if (!/^[1-9]\d{0,2}$/.test(text)) throw new InvalidArgumentError(`It must be a whole number from 1 to 999.`);
  return Number(text);
}

function countOrAll(text: string): number | 'all' {
  if (text === 'all') return 'all';
  if (!/^\d{1,3}$/.test(text)) throw new InvalidArgumentError('It must be a whole number or `all`.');
  return Number(text);
}
