import type { Outcome } from '../../record/record.ts';
import { html } from '../escape/html.ts';

/** An outcome as a coloured label that also says it in letters; with a target it is a link. */
export function chip(outcome: Outcome, label: string, target?: { href: string; title: string }): string {
  if (!target) return `<span class="chip o-${outcome}">${html(label)}</span>`;
  return `<a class="chip o-${outcome}" href="${html(target.href)}" title="${html(target.title)}">${html(label)}</a>`;
}

/** Short facts in one line. */
export function facts(texts: readonly string[]): string {
  return `<ul class="facts">${texts.map((text) => `<li>${html(text)}</li>`).join('')}</ul>`;
}

/** Longest text of one block; the rest is in the run's transcript. */
const longest = 64 * 1024;

/** Program text, a log, a reply: hostile, shown as it is, cut when it is huge. */
export function block(text: string, wrap = false): string {
  const shown =
    text.length > longest ? `${text.slice(0, longest)}\n[cut: ${text.length - longest} more characters]` : text;
  return `<pre${wrap ? ' class="wrap"' : ''} dir="ltr" tabindex="0">${html(shown)}</pre>`;
}

/** A folded part. */
export function fold(summary: string, body: string): string {
  return `<details><summary>${summary}</summary><div class="body">${body}</div></details>`;
}
