import { Command, CommanderError } from 'commander';
import { KenError } from '../../ken/errors.ts';
import { commands } from './commands/index.ts';

/**
 * Entry point of `ken`. Exit status: 0 done; 1 a fault; 2 wrong usage or an invalid file of the user; 3 finished, but
 * some cells are errors; 130 and 143 interrupted (resumable).
 */
export async function main(argv: readonly string[]): Promise<void> {
  const program = new Command('ken')
    .description('Kernel extensions from natural language, judged by running them in a disposable kernel.')
    .showHelpAfterError('(run with --help for the options)')
    .exitOverride();
  for (const command of commands) command.register(program);
  for (const subcommand of program.commands) inheritExitOverride(subcommand);
  try {
    await program.parseAsync([...argv]);
  } catch (error) {
    report(error, argv.includes('--json'));
  }
}

function inheritExitOverride(command: Command): void {
  command.exitOverride().showHelpAfterError('(run with --help for the options)');
  for (const child of command.commands) inheritExitOverride(child);
}

function report(error: unknown, json: boolean): void {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : 2;
    return;
  }
  const known = error instanceof KenError ? error : undefined;
  process.exitCode = known && (known.code === 'usage' || known.code === 'config') ? 2 : 1;
  const message = error instanceof Error ? error.message : String(error);
  if (json) {
    console.log(JSON.stringify({ error: { code: known?.code ?? 'internal', message, hint: known?.hint } }));
    return;
  }
  console.error(`ken: ${message}`);
  if (known?.hint) console.error(`  ${known.hint}`);
  if (!known && error instanceof Error && error.stack) console.error(error.stack);
}
