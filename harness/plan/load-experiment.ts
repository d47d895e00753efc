import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import type { z } from 'zod';
import { KenError, quote } from '../../ken/errors.ts';
import { configurationSchema } from '../../ken/pipeline/configuration.ts';
import { didYouMean } from '../cases/closest-name.ts';
import { caseSelectionSchema, experimentSchema } from './experiment.ts';
import type { Experiment } from './experiment.ts';
import { refuseUnfairTable } from './same-table.ts';

export const experimentsFolder = join(import.meta.dirname, '..', 'experiments');

/** Reads an experiment by the name of a file in harness/experiments, or by a path that ends in .yaml. */
export async function loadExperiment(nameOrPath: string): Promise<Experiment> {
  const path = /\.ya?ml$/.test(nameOrPath) ? nameOrPath : join(experimentsFolder, `${nameOrPath}.yaml`);
  const found = await stat(path).then(
    (entry) => entry.isFile(),
    () => false,
  );
  if (!found) {
    const known = await experimentNames();
    throw new KenError('usage', `no experiment ${quote(nameOrPath)}${didYouMean(nameOrPath, known)}`, {
      hint: `known experiments: ${known.join(', ')}; or give the path of a .yaml file`,
    });
  }
  return parseExperiment(await readFile(path, 'utf8'), path);
}

/** Names of the project's experiments. */
export async function experimentNames(): Promise<string[]> {
  const files = await readdir(experimentsFolder);
  return files.filter((file) => file.endsWith('.yaml')).map((file) => file.replace(/\.yaml$/, ''));
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
  refuseUnfairTable(parsed.data, path);
  return parsed.data;
}

function describe(issue: z.core.$ZodIssue, value: unknown): string[] {
  const place = issue.path.map(String).join('.');
  if (issue.code === 'invalid_union' && place === 'cases') {
    const chosen = caseSelectionSchema.safeParse(valueAt(value, issue.path));
    const isChoice = typeof valueAt(value, issue.path) === 'object' && !Array.isArray(valueAt(value, issue.path));
    if (isChoice && !chosen.success) {
      return chosen.error.issues.flatMap((inner) => describe({ ...inner, path: ['cases', ...inner.path] }, value));
    }
  }
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(issue.path[0]);
    return issue.keys.map((key) => `unknown key ${quote(key)}${place && ` in ${place}`}${didYouMean(key, known)}`);
  }
  const found = valueAt(value, issue.path);
  const what = found === undefined ? 'is missing' : `has the value ${quote(found)}: ${issue.message}`;
  return [`${place || 'the file'} ${what}`];
}

function knownKeys(section: PropertyKey | undefined): string[] {
  if (section === 'configurations') return Object.keys(configurationSchema.shape);
  return Object.keys(section === 'cases' ? caseSelectionSchema.shape : experimentSchema.shape);
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inside, key) =>
      typeof inside === 'object' && inside !== null ? (inside as Record<PropertyKey, unknown>)[key] : undefined,
    value,
  );
}

function refuseDuplicates(experiment: Experiment, path: string): void {
  const lists = {
    cases: Array.isArray(experiment.cases) ? experiment.cases : [],
    models: experiment.models,
    configurations: experiment.configurations.map((configuration) => configuration.name),
  };
  for (const [name, items] of Object.entries(lists)) {
    const twice = items.find((item, index) => items.indexOf(item) !== index);
    if (twice !== undefined) throw new KenError('config', `${path}: ${quote(twice)} is named twice in ${name}`);
  }
}
