import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import type { z } from 'zod';
import { KenError, quote } from '../../ken/errors.ts';
import { configurationSchema } from '../../ken/pipeline/configuration.ts';
import { didYouMean } from '../cases/closest-name.ts';
import { experimentSchema } from './experiment.ts';
import type { Experiment } from './experiment.ts';

export const experimentsFolder = join(import.meta.dirname, '..', 'experiments');

/** Reads an experiment by the name of a file in harness/experiments, or by a path that ends in .yaml. */
export async function loadExperiment(nameOrPath: string): Promise<Experiment> {
  const path = /\.ya?ml$/.test(nameOrPath) ? nameOrPath : join(experimentsFolder, `${nameOrPath}.yaml`);
  const found = await stat(path).then(
    (entry) => entry.isFile(),
    () => false,
  );
  if (!found) {
    const known = (await readdir(experimentsFolder)).map((file) => file.replace(/\.yaml$/, ''));
    throw new KenError('usage', `no experiment ${quote(nameOrPath)}${didYouMean(nameOrPath, known)}`, {
      hint: `known experiments: ${known.join(', ')}; or give the path of a .yaml file`,
    });
  }
  return parseExperiment(await readFile(path, 'utf8'), path);
}

/** Parses an experiment; a `KenError('config')` names the file, the key and the value. */
export function parseExperiment(text: string, path: string): Experiment {
  const document = parseDocument(text);
  const broken = document.errors[0];
  if (broken) throw new KenError('config', `${path} is not valid YAML: ${broken.message}`, { cause: broken });
  const value: unknown = document.toJS();
  const parsed = experimentSchema.safeParse(value);
  if (!parsed.success) {
    const problems = parsed.error.issues.flatMap((issue) => describe(issue, value));
    throw new KenError('config', `${path}: ${problems.join('; ')}`, { hint: `correct ${path}` });
  }
  refuseDuplicates(parsed.data, path);
  return parsed.data;
}

function describe(issue: z.core.$ZodIssue, value: unknown): string[] {
  const place = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    const known = Object.keys(issue.path[0] === 'configurations' ? configurationSchema.shape : experimentSchema.shape);
    return issue.keys.map((key) => `unknown key ${quote(key)}${place && ` in ${place}`}${didYouMean(key, known)}`);
  }
  const found = issue.path.reduce<unknown>(
    (inside, key) =>
      typeof inside === 'object' && inside !== null ? (inside as Record<PropertyKey, unknown>)[key] : undefined,
    value,
  );
  const what = found === undefined ? 'is missing' : `has the value ${quote(found)}: ${issue.message}`;
  return [`${place || 'the file'} ${what}`];
}

function refuseDuplicates(experiment: Experiment, path: string): void {
  const lists = {
    cases: experiment.cases === 'all' ? [] : experiment.cases,
    models: experiment.models,
    configurations: experiment.configurations.map((configuration) => configuration.name),
  };
  for (const [name, items] of Object.entries(lists)) {
    const twice = items.find((item, index) => items.indexOf(item) !== index);
    if (twice !== undefined) throw new KenError('config', `${path}: ${quote(twice)} is named twice in ${name}`);
  }
}
