import { KenError, quote } from '../../ken/errors.ts';
import type { Experiment } from './experiment.ts';

/**
 * Throws `KenError('config')` when the configurations of an experiment differ in a switch that it does not name under
 * `varies`, or name one in which none differs: then a table would compare more, or less, than it says. Configurations with
 * a loop have one attempt budget, unless the budget is all that varies.
 */
export function refuseUnfairTable({ configurations, varies }: Experiment, path: string): void {
  const [first, ...others] = configurations;
  if (!first) return;
  const keys = [...new Set(configurations.flatMap((configuration) => Object.keys(configuration)))];
  const differing = keys.filter(
    (key) => key !== 'name' && others.some((other) => valueOf(other, key) !== valueOf(first, key)),
  );
  const unnamed = differing.find((key) => !varies.includes(key));
  if (unnamed !== undefined) {
    const values = configurations.map(
      (configuration) => `${configuration.name}: ${quote(valueOf(configuration, unnamed))}`,
    );
    throw new KenError('config', `${path}: the configurations differ in ${quote(unnamed)}: ${values.join(', ')}`, {
      hint: `Make them the same, or add ${unnamed} to varies.`,
    });
  }
  const idle = varies.find((key) => !differing.includes(key));
  if (idle !== undefined) {
    throw new KenError('config', `${path}: varies names ${quote(idle)}, and all configurations have the same`);
  }
  const budgets = [...new Set(configurations.map(({ attempts }) => attempts).filter((attempts) => attempts > 1))];
  if (budgets.length > 1 && varies.some((key) => key !== 'attempts' && key !== 'feedback')) {
    throw new KenError('config', `${path}: the attempt budgets ${budgets.join(' and ')} stand in one table`, {
      hint: 'Give every configuration with more than one attempt the same number, or vary nothing else.',
    });
  }
}

function valueOf(configuration: Readonly<Record<string, unknown>>, key: string): unknown {
  return configuration[key];
}
