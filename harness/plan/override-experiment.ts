import { KenError, quote } from '../../ken/errors.ts';
import { didYouMean } from '../cases/closest-name.ts';
import type { Experiment } from './experiment.ts';

export interface Overrides {
  /** Models in place of those of the file. */
  model?: readonly string[];
  /** Only these configurations. */
  configuration?: readonly string[];
}

/** An experiment with the models and configurations of a command line. */
export function overrideExperiment(experiment: Experiment, { model, configuration }: Overrides): Experiment {
  const names = experiment.configurations.map(({ name }) => name);
  const unknown = configuration?.find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new KenError(
      'usage',
      `experiment ${experiment.name} has no configuration ${quote(unknown)}${didYouMean(unknown, names)}`,
      {
        hint: `it has ${names.join(', ')}`,
      },
    );
  }
  return {
    ...experiment,
    models: model ? [...new Set(model)] : experiment.models,
    configurations: configuration
      ? experiment.configurations.filter(({ name }) => configuration.includes(name))
      : experiment.configurations,
  };
}
