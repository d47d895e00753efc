import { markup } from './markup.ts';
import type { Part } from './markup.ts';
import { grouped } from './outcome-parts.ts';

/** Links to the neighbouring, the first and the last page; nothing when there is one page only. */
export function pager({ page, pages, href }: { page: number; pages: number; href: (page: number) => string }): Part {
  if (pages < 2) return null;
  const near = [page - 2, page - 1, page, page + 1, page + 2].filter((number) => number >= 1 && number <= pages);
  const shown = [...new Set([1, ...near, pages])];
  const entries = shown.map((number, position) => {
    const gap = position > 0 && number - (shown[position - 1] ?? 0) > 1;
    const entry =
      number === page
        ? markup`<span aria-current="page">${grouped(number)}</span>`
        : markup`<a href="${href(number)}">${grouped(number)}</a>`;
    return markup`<li>${gap && markup`<span class="gap">…</span>`}${entry}</li>`;
  });
  const step = (target: number, label: string, rel: string): Part =>
    target >= 1 && target <= pages && markup`<li><a rel="${rel}" href="${href(target)}">${label}</a></li>`;
  return markup`<nav class="pager" aria-label="Pages"><ul>${step(page - 1, 'Previous', 'prev')}${entries}${step(page + 1, 'Next', 'next')}</ul></nav>`;
}
