import { KenError, quote } from '../../ken/errors.ts';
import { unbuiltParts } from '../../ken/pipeline/refuse-unbuilt.ts';
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

/** Throws `KenError('config')` that names every configuration whose parts are not built yet, before anything is opened. */
export function refuseUnbuiltConfigurations({ name, configurations }: Experiment): void {
  const unbuilt = configurations.flatMap((configuration) => {
    const parts = unbuiltParts(configuration);
    if (configuration.learning === 'on') parts.push('learning: on');
    return parts.length === 0 ? [] : [{ name: configuration.name, parts }];
  });
  if (unbuilt.length === 0) return;
  const built = configurations.filter((configuration) => !unbuilt.some((other) => other.name === configuration.name));
  throw new KenError(
    'config',
    `experiment ${name} asks for parts that are not built yet: ${unbuilt.map((one) => `${one.name} (${one.parts.join(', ')})`).join('; ')}`,
    {
      hint:
        built.length === 0
          ? 'none of its configurations can be run yet'
          : `run the others with: ${built.map((one) => `--configuration ${one.name}`).join(' ')}`,
    },
  );
}
