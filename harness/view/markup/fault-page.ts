import { layout } from './layout.ts';
import { links } from './links.ts';
import { markup } from './markup.ts';
import type { Markup } from './markup.ts';

const titles: Readonly<Record<number, string>> = {
  400: 'This address says nothing',
  403: 'Refused',
  404: 'Not here',
  405: 'Refused',
  413: 'Too large',
  415: 'Refused',
  421: 'Refused',
};

/** What is wrong and what to do about it. */
export function faultPage(status: number, message: string, hint: string): Markup {
  return layout({
    title: titles[status] ?? 'This page could not be made',
    area: null,
    body: markup`<div class="empty"><p>${message}</p><p class="hint">${hint}</p>
<p><a href="${links.runs}">All runs</a></p></div>`,
  });
}
