import type { Command } from 'commander';

/**
 * One subcommand of `ken`. The module of a command imports nothing heavy: its action loads what it needs with
 * `await import(...)`, so that `ken --help` and `ken report` start at once.
 *
 * Data goes to standard output, everything else to standard error. An action returns nothing on success, or sets
 * `process.exitCode`; it throws a `KenError` for a fault. It never calls `process.exit`.
 */
export interface CliCommand {
  /** Adds the subcommand, its options and its action. */
  register(program: Command): void;
}
