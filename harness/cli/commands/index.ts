import type { CliCommand } from '../command.ts';

/** Every subcommand, in the order of `ken --help`. */
export const commands: readonly CliCommand[] = [];
