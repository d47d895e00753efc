import { page } from '../http/reply.ts';
import type { Reply } from '../http/reply.ts';
import { layout } from '../markup/layout.ts';
import { links } from '../markup/links.ts';
import { markup } from '../markup/markup.ts';
import type { Markup } from '../markup/markup.ts';
import { grouped } from '../markup/outcome-parts.ts';
import { pager } from '../markup/pager.ts';
import { pageSize } from '../runs/cell-query.ts';
import type { Viewer } from '../viewer.ts';
import type { QueuedClause } from './contract-queue.ts';

/** `/curation/contracts`: clauses that were rejected, or that nothing but the gate has looked at; to read only. */
export async function contractsPage(search: URLSearchParams, { contracts }: Viewer): Promise<Reply> {
  const found = await contracts.read();
  const title = 'Contracts to review';
  if ('problem' in found) {
    const body = markup`<div class="empty"><p>${found.problem}</p><p class="hint">${found.hint} Another set: <code>ken view --contracts FOLDER</code>.</p></div>`;
    return page(layout({ title, area: 'contracts', body }));
  }
  const reason = search.get('reason') ?? '';
  const text = (search.get('text') ?? '').trim().slice(0, 200);
  const tallies = tally(found.clauses);
  const shown = found.clauses.filter(
    (clause) => (reason === '' || clause.reason === reason) && (text === '' || says(clause, text.toLowerCase())),
  );
  const pages = Math.max(1, Math.ceil(shown.length / pageSize));
  const wanted = /^[1-9]\d{0,8}$/.test(search.get('page') ?? '') ? Number(search.get('page')) : 1;
  const current = Math.min(wanted, pages);
  const address = (changes: Record<string, string>): string =>
    links.contracts(
      Object.fromEntries(Object.entries({ reason, text, ...changes }).filter(([, value]) => value !== '')),
    );
  const tab = (value: string, label: string, count: number): Markup =>
    markup`<li><a href="${address({ reason: value })}"${value === reason && markup` aria-current="true"`}>${label} <b>${grouped(count)}</b></a></li>`;
  return page(
    layout({
      title,
      area: 'contracts',
      facts: [`kernel ${found.kernel}`, found.folder],
      body: [
        markup`<p class="lede">Clauses that the gate rejected, with its reason; and those that passed it and nothing more (<code>unproven</code>), or that a run violated (<code>refuted</code>).</p>
<ul class="tabs">${tab('', 'all', found.clauses.length)}${tallies.map(([value, count]) => tab(value, value, count))}</ul>
<form class="filters" method="get" action="/curation/contracts" role="search">${reason !== '' && markup`<input type="hidden" name="reason" value="${reason}">`}<label class="text">Text<input type="search" name="text" value="${text}" placeholder="function, clause, detail" maxlength="200" data-search></label><div class="buttons"><button type="submit">Filter</button></div></form>`,
        shown.length === 0
          ? markup`<div class="empty"><p>No clause is listed here.</p></div>`
          : clauseTable(shown.slice((current - 1) * pageSize, current * pageSize)),
        pager({ page: current, pages, href: (number) => address({ page: String(number) }) }),
      ],
    }),
  );
}

function clauseTable(clauses: readonly QueuedClause[]): Markup {
  return markup`<table class="list"><thead><tr><th scope="col">Function</th><th scope="col">Clause</th><th scope="col">Reason</th></tr></thead><tbody>${clauses.map(
    ({ contract, role, text, reason, detail, origin }) =>
      markup`<tr><th scope="row">${contract}<span class="sub">${role}condition</span></th><td><code>${text}</code><span class="sub">${origin}</span></td><td><b>${reason}</b><span class="sub">${detail}</span></td></tr>`,
  )}</tbody></table>`;
}

function tally(clauses: readonly QueuedClause[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const { reason } of clauses) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a);
}

function says({ contract, text, detail }: QueuedClause, word: string): boolean {
  return [contract, text, detail].some((part) => part.toLowerCase().includes(word));
}
