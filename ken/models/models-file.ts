import { readFile } from 'node:fs/promises';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { KenError, quote } from '../errors.ts';
import { didYouMean } from './did-you-mean.ts';
import { modelEntrySchemas } from './model-entry.ts';
import type { ModelEntry } from './model-entry.ts';

/**
 * Reads models.yaml: `models:` with a list of entries. Strict: broken YAML, an unknown key or adapter, a wrong value or
 * a name that occurs twice throws `KenError('config')` with the place, before anything is spent.
 */
export async function readModelsFile(file: string): Promise<ModelEntry[]> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new KenError('config', `The models file ${quote(file)} cannot be read`, { cause: error });
  }
  return parseModels(text, file);
}

/** @param file its name, for messages. */
export function parseModels(text: string, file: string): ModelEntry[] {
  const document = parseDocument(text);
  const [problem] = document.errors;
  if (problem) throw new KenError('config', `${file} is not valid YAML: ${problem.message}`);
  const outer = z.strictObject({ models: z.array(z.looseObject({})) }).safeParse(document.toJS());
  if (!outer.success) throw new KenError('config', `${file}: ${issueText(outer.error, ['models'])}`);
  const entries = outer.data.models.map((entry, index) => parseEntry(entry, `${file}: models[${index}]`));
  const twice = entries.find((entry, index) => entries.findIndex(({ name }) => name === entry.name) !== index);
  if (twice) throw new KenError('config', `${file}: two models have the name ${quote(twice.name)}`);
  return entries;
}

/** The entry of that name; throws `KenError('usage')` with a suggestion. */
export function findModel(entries: readonly ModelEntry[], name: string): ModelEntry {
  const entry = entries.find((candidate) => candidate.name === name);
  if (entry) return entry;
  const names = entries.map((candidate) => candidate.name);
  throw new KenError('usage', `There is no model ${quote(name)}${didYouMean(name, names)}`, {
    hint: `models.yaml has: ${names.join(', ')}.`,
  });
}

function parseEntry(entry: Record<string, unknown>, place: string): ModelEntry {
  const adapters = Object.keys(modelEntrySchemas);
  const adapter = entry['adapter'];
  if (!isAdapter(adapter)) {
    const suggestion = typeof adapter === 'string' ? didYouMean(adapter, adapters) : '';
    throw new KenError('config', `${place}: unknown adapter ${quote(adapter)}${suggestion}`, {
      hint: `Adapters are ${adapters.join(', ')}.`,
    });
  }
  const schema = modelEntrySchemas[adapter];
  const parsed = schema.safeParse(entry);
  if (!parsed.success) throw new KenError('config', `${place}: ${issueText(parsed.error, Object.keys(schema.shape))}`);
  return parsed.data;
}

function isAdapter(adapter: unknown): adapter is keyof typeof modelEntrySchemas {
  return typeof adapter === 'string' && Object.hasOwn(modelEntrySchemas, adapter);
}

function issueText(error: z.ZodError, keys: readonly string[]): string {
  return error.issues
    .map((issue) => {
      if (issue.code === 'unrecognized_keys') {
        return issue.keys.map((key) => `unknown key ${quote(key)}${didYouMean(key, keys)}`).join('; ');
      }
      return `${issue.path.join('.') || 'the entry'}: ${issue.message}`;
    })
    .join('; ');
}
