import type { CliCommand } from '../command.ts';

interface AnnotateOptions {
  request: string;
  direct?: boolean;
  model?: string;
  models?: string;
  verify?: boolean;
  json?: boolean;
}

/** `ken annotate FILE`: the Comprehension Engine on one program. */
export const annotateCommand: CliCommand = {
  register(program) {
    program
      .command('annotate')
      .argument('<file>', 'a bpftrace script (.bt) or BPF C file (.c)')
      .description('write assume and assert statements into a program, from contracts or by a model')
      .requiredOption('--request <text>', 'what the program was asked to do')
      .option('--direct', 'insert contracts without a model (default when no model is named)')
      .option('--model <name>', 'a model of models.yaml')
      .option('--models <file>', 'another models.yaml')
      .option('--verify', 'also run the symbolic verifier on the result')
      .option('--json', 'print JSON')
      .addHelpText('after', '\nExit status: 0 annotated (with --verify: and proved); 1 not; 2 usage.')
      .action(async (file: string, options: AnnotateOptions) => {
        const { runAnnotate } = await import('../contracts/run-annotate.ts');
        if (!(await runAnnotate(file, options))) process.exitCode = 1;
      });
  },
};
