import { KenError, quote } from '../errors.ts';
import { templates } from './templates.ts';
import type { TemplateName } from './templates.ts';

/**
 * Fills the `{{name}}` places of a template in one pass, so that a value that contains `{{...}}` stays as it is.
 * Throws `KenError('internal')` for a place without a value and for a value without a place.
 */
export function fillTemplate(name: TemplateName, values: Readonly<Record<string, string>> = {}): string {
  return fillText(name, templates[name], values);
}

/** The same for a text that is no part of the prompt version. */
export function fillText(name: string, template: string, values: Readonly<Record<string, string>>): string {
  const used = new Set<string>();
  const text = template.replace(/\{\{(\w+)\}\}/g, (_, place: string) => {
    const value = values[place];
    if (value === undefined) throw new KenError('internal', `The template ${quote(name)} needs ${quote(place)}`);
    used.add(place);
    return value;
  });
  const unused = Object.keys(values).find((key) => !used.has(key));
  if (unused !== undefined) throw new KenError('internal', `The template ${quote(name)} has no place ${quote(unused)}`);
  return text;
}
