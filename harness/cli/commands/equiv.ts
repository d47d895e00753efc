import type { CliCommand } from '../command.ts';

interface EquivOptions {
  framework?: string;
  values?: boolean;
  events?: string;
  json?: boolean;
}

/** `ken equiv A B`: do two programs show their user the same? */
export const equivCommand: CliCommand = {
  register(program) {
    program
      .command('equiv')
      .argument('<left>', 'a bpftrace script (.bt) or BPF C file (.c)')
      .argument('<right>', 'another one')
      .description(
        'whether two programs show the same after every short history of events, or a history that tells them apart',
      )
      .option('--framework <name>', 'bpftrace or libbpf; by default from the file names')
      .option('--values', 'only the printed values count, not the text around them')
      .option('--events <number>', 'longest history, default 2')
      .option('--json', 'print one JSON line')
      .addHelpText('after', '\nExit status: 0 equivalent; 1 different, not comparable or unknown; 2 usage.')
      .action(async (left: string, right: string, options: EquivOptions) => {
        const { runEquiv } = await import('../verify/run-equiv.ts');
        if (!(await runEquiv(left, right, options))) process.exitCode = 1;
      });
  },
};
