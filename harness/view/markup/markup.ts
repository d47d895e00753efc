import { html } from '../../report/escape/html.ts';

/** HTML that may stand in a page as it is. Made by `markup` only, or by `trusted` from our own escaped fragments. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What may stand between the pieces of a template; nothing for null, undefined and false. */
export type Part = Markup | string | number | null | undefined | false | readonly Part[];

/**
 * The one way to make HTML here: every string that is put in is escaped, controls and direction changes made visible, so
 * that hostile text is harmless by default, as content and inside a quoted attribute.
 */
export function markup(pieces: TemplateStringsArray, ...parts: Part[]): Markup {
  let text = pieces[0] ?? '';
  for (const [index, part] of parts.entries()) text += render(part) + (pieces[index + 1] ?? '');
  return new Markup(text);
}

/** Fragments of the report are strings of HTML that were escaped where they were made. */
export function trusted(fragment: string): Markup {
  return new Markup(fragment);
}

function render(part: Part): string {
  if (part instanceof Markup) return part.text;
  if (part === null || part === undefined || part === false) return '';
  if (typeof part === 'number') return String(part);
  if (typeof part === 'string') return html(part);
  return part.map(render).join('');
}
