import type { CliCommand } from '../command.ts';

/** `ken doctor`: what is there, what is missing, and the command that mends it. */
export const doctorCommand: CliCommand = {
  register(program) {
    program
      .command('doctor')
      .description(
        'what is there, what is missing, and the command that mends it; status 1 when something needed is missing',
      )
      .option('--json', 'print JSON')
      .action(async ({ json }: { json?: true }) => {
        const { examine } = await import('../doctor/examine.ts');
        const { printFindings } = await import('../doctor/print-findings.ts');
        const findings = await examine();
        console.log(json ? JSON.stringify(findings) : printFindings(findings));
        if (findings.some(({ state }) => state === 'missing')) process.exitCode = 1;
      });
  },
};
