import type { CliCommand } from '../command.ts';

/** `ken gate FILE...`: compile, load through the real verifier and attach every probe, each file in a fresh guest. */
export const gateCommand: CliCommand = {
  register(program) {
    program
      .command('gate')
      .argument('<file...>', 'bpftrace scripts (.bt) or BPF C files (.c)')
      .description("compile, load through the kernel's verifier and attach every probe, each file in a fresh guest")
      .option('--framework <name>', 'bpftrace or libbpf; by default from the file name')
      .option('--json', 'print one JSON line for each file')
      .addHelpText('after', '\nExit status: 0 every file is accepted; 1 one is not; 2 usage.')
      .action(async (files: string[], options: { framework?: string; json?: boolean }) => {
        const { runGate } = await import('../../judge/run-gate.ts');
        const accepted = await runGate(files, options);
        if (!accepted) process.exitCode = 1;
      });
  },
};
