import { markup } from './markup.ts';
import type { Markup, Part } from './markup.ts';

/** Longest text of one block; the rest is in the run's transcript. */
const longest = 64 * 1024;

/** A log, a reply, a prompt: hostile, shown as it is, cut when it is huge. */
export function textBlock(text: string): Markup {
  const shown =
    text.length > longest ? `${text.slice(0, longest)}\n[cut: ${text.length - longest} more characters]` : text;
  return markup`<pre class="wrap" dir="ltr" tabindex="0">${shown}</pre>`;
}

/** What a model was asked, message by message. */
export function messageBlocks(messages: readonly { role: string; content: string }[]): Part {
  return messages.map(({ role, content }) => markup`<h4>${role}</h4>${textBlock(content)}`);
}

/** A part that opens. */
export function fold(summary: Part, body: Part, { open = false, id }: { open?: boolean; id?: string } = {}): Markup {
  return markup`<details${id !== undefined && markup` id="${id}"`}${open && markup` open`}><summary>${summary}</summary><div class="body">${body}</div></details>`;
}

/** Names with their values, the empty ones left out. */
export function factList(entries: readonly (readonly [string, Part])[]): Markup {
  const shown = entries.filter(([, value]) => value !== null && value !== undefined && value !== false && value !== '');
  return markup`<dl>${shown.map(([name, value]) => markup`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;
}
