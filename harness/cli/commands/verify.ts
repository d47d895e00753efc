import type { CliCommand } from '../command.ts';

interface VerifyOptions {
  framework?: string;
  strength?: boolean;
  solver?: string;
  json?: boolean;
}

/** `ken verify FILE...`: the symbolic verifier on annotated programs. */
export const verifyCommand: CliCommand = {
  register(program) {
    program
      .command('verify')
      .argument('<file...>', 'annotated bpftrace scripts (.bt), BPF C files (.c) or compiled objects (.o)')
      .description('prove or refute the assert statements of a program for all inputs; find undefined behaviour')
      .option('--framework <name>', 'bpftrace or libbpf; by default from the file name')
      .option('--strength', 'also mutate each program: which share of its wrong variants do the asserts refute?')
      .option('--solver <name>', 'z3-solver or native; by default native where there is a z3')
      .option('--json', 'print one JSON line for each file')
      .addHelpText(
        'after',
        '\nExit status: 0 every assert is proved; 1 one is not; 2 usage.\nOnly "proved" and "proved-bounded" are proofs.',
      )
      .action(async (files: string[], options: VerifyOptions) => {
        const { runVerify } = await import('../verify/run-verify.ts');
        if (!(await runVerify(files, options))) process.exitCode = 1;
      });
  },
};
