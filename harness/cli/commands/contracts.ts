import type { Command } from 'commander';
import type { CliCommand } from '../command.ts';
import type { AskRequest } from '../contracts/run-ask.ts';
import type { FalsifyOptions } from '../contracts/run-falsify.ts';

/** `ken contracts`: KernelCompDataset, the contracts of a kernel's functions. */
export const contractsCommand: CliCommand = {
  register(program: Command): void {
    const contracts = program
      .command('contracts')
      .description('KernelCompDataset: what is known of every function of the kernel that a program can hook');
    contracts
      .command('build')
      .description("derive the contracts of the guest's kernel, or of another one, from its source and BTF")
      .option(
        '--source <path>',
        "folder or tarball of the kernel's source (default: Debian's package of that very version)",
      )
      .option('--kernel <file>', 'vmlinuz, vmlinux or BTF of another kernel; needs --config and --source')
      .option('--config <file>', "that kernel's configuration")
      .option('--output <folder>', 'where the set is written (default: the cache)')
      .option('--mirror <address>', "Debian mirror (default: the one of this machine's apt configuration)")
      .option('--json', 'print the manifest')
      .action(async (options: Record<string, string | boolean>) => {
        const { runBuild } = await import('../contracts/run-build.ts');
        await runBuild(options);
      });
    contracts
      .command('stats')
      .description('counts of a set of contracts')
      .option('--contracts <folder>', "a set (default: the guest kernel's)")
      .option('--json', 'print JSON')
      .action(async (options: { contracts?: string; json?: boolean }) => {
        const { runStats } = await import('../contracts/run-read.ts');
        await runStats(options);
      });
    contracts
      .command('show')
      .argument('<hook...>', 'functions, events or hooks as a program writes them: tcp_connect, kprobe:vfs_*')
      .description('the contracts of functions, with the provenance of each clause')
      .option('--contracts <folder>', "a set (default: the guest kernel's)")
      .option('--json', 'print the entries as JSON Lines')
      .action(async (hooks: string[], options: { contracts?: string; json?: boolean }) => {
        const { runShow } = await import('../contracts/run-read.ts');
        await runShow(hooks, options);
      });
    contracts
      .command('diff')
      .argument('<before>', 'folder of a set')
      .argument('<after>', 'folder of another set')
      .description('what changed between two sets: functions, prototypes, clauses')
      .option('--json', 'print JSON')
      .action(async (before: string, after: string, options: { json?: boolean }) => {
        const { runDiff } = await import('../contracts/run-read.ts');
        await runDiff(before, after, options);
      });
    contracts
      .command('export')
      .argument('<file>', 'JSON Lines file to write; - for standard output')
      .description('write a set without texts of the kernel (comments), which are under its licence')
      .option('--contracts <folder>', "a set (default: the guest kernel's)")
      .option('--functions <pattern>', 'only names that this regular expression matches')
      .option('--with-comments', 'keep the comments')
      .action(async (file: string, options: { contracts?: string; functions?: string; withComments?: boolean }) => {
        const { runExport } = await import('../contracts/run-read.ts');
        await runExport(file, options);
      });
    contracts
      .command('check')
      .argument('[file]', 'a contract file to check (default: the set in the cache)')
      .description('pass every clause of a set through the gate again')
      .option('--contracts <folder>', "a set (default: the guest kernel's)")
      .option('--json', 'print JSON')
      .action(async (file: string | undefined, options: { contracts?: string; json?: boolean }) => {
        const { runCheck } = await import('../contracts/run-check.ts');
        if (!(await runCheck(file, options))) process.exitCode = 1;
      });
    contracts
      .command('ask')
      .description(
        'ask a language model for clauses where the source left something open; every clause passes the gate',
      )
      .requiredOption('--model <name>', 'a model of models.yaml')
      .option('--models <file>', 'another models.yaml')
      .option('--functions <pattern>', 'only names that this regular expression matches')
      .option('--most <count>', 'functions to ask about', '100')
      .option('--budget <dollars>', 'stop when the questions of this run have cost so much')
      .option('--batch-out <file>', "write the questions for a provider's batch service instead of asking")
      .option('--batch-in <file>', 'read the answers of such a batch')
      .option('--source <path>', "the kernel's source (default: Debian's package)")
      .option('--contracts <folder>', "a set (default: the guest kernel's)")
      .option('--json', 'print the report as JSON')
      .action(async (options: AskRequest) => {
        const { runAsk } = await import('../contracts/run-ask.ts');
        await runAsk(options);
      });
    contracts
      .command('falsify')
      .description('run workloads in guests with probes on the functions, and hold the clauses against what is seen')
      .option('--functions <pattern>', 'only names that this regular expression matches')
      .option('--batch <count>', 'probes in one guest', '300')
      .option('--most <count>', 'values to watch')
      .option('--skip <count>', 'values to leave out at the beginning')
      .option('--output <file>', 'write the report there and leave the set as it is')
      .option('--contracts <folder>', "a set (default: the guest kernel's)")
      .option('--json', 'print JSON')
      .action(async (options: FalsifyOptions) => {
        const { runFalsify } = await import('../contracts/run-falsify.ts');
        if (!(await runFalsify(options))) process.exitCode = 1;
      });
    contracts
      .command('strength')
      .description('which share of faults in functions would their clauses notice?')
      .option('--every <count>', 'look at every n-th function', '1')
      .option('--contracts <folder>', "a set (default: the guest kernel's)")
      .option('--json', 'print JSON')
      .action(async (options: { contracts?: string; every: string; json?: boolean }) => {
        const { runStrength } = await import('../contracts/run-strength.ts');
        await runStrength(options);
      });
    contracts
      .command('baseline')
      .argument('<folder>', "the paper authors' dataset/spec")
      .description('pass released specifications through the same gate')
      .option('--json', 'print JSON')
      .action(async (folder: string, options: { json?: boolean }) => {
        const { runBaseline } = await import('../contracts/run-baseline.ts');
        await runBaseline(folder, options);
      });
    contracts
      .command('coverage')
      .argument('<checkout>', "a checkout of the paper authors' repository")
      .description('which hooks of the released programs have an entry, and which a clause')
      .option('--contracts <folder>', "a set (default: the guest kernel's)")
      .option('--json', 'print JSON')
      .action(async (checkout: string, options: { contracts?: string; json?: boolean }) => {
        const { runCoverage } = await import('../contracts/run-coverage.ts');
        await runCoverage(checkout, options);
      });
  },
};
