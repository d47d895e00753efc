import { outcomes } from '../../record/record.ts';
import { isHeld } from '../../record/lock.ts';
import { page } from '../http/reply.ts';
import type { Reply } from '../http/reply.ts';
import { layout } from '../markup/layout.ts';
import { links } from '../markup/links.ts';
import { markup } from '../markup/markup.ts';
import type { Markup, Part } from '../markup/markup.ts';
import { accuracy, grouped, outcomeChip, outcomeMeanings, sharesBar } from '../markup/outcome-parts.ts';
import { pager } from '../markup/pager.ts';
import type { Viewer } from '../viewer.ts';
import { everyCell, filterNames, parseCellQuery, pageSize, withFilter } from './cell-query.ts';
import type { CellQuery, FilterName } from './cell-query.ts';
import type { CellRow } from './cell-row.ts';
import { choicesOf, chooseCells } from './choose-cells.ts';
import type { ChosenCells } from './choose-cells.ts';
import type { RunIndex } from './run-index.ts';
import { summarise } from './run-summary.ts';
import { runFactsOf, tallies } from './runs-page.ts';

/** `/runs/<run>`: systems with their counts, then the cells that pass the filters, page by page. */
export async function runPage(name: string, search: URLSearchParams, { indexes }: Viewer): Promise<Reply> {
  const index = await indexes.find(name);
  const query = parseCellQuery(search);
  const chosen = chooseCells(index, query);
  const live = await isHeld(index.path);
  return page(
    layout({
      title: index.manifest.experiment,
      area: 'runs',
      trail: [{ href: links.runs, label: 'Runs' }],
      facts: [name, ...runFactsOf(index)],
      actions: [
        markup`<a class="button${live ? ' live' : ''}" href="${links.live(name)}">${live ? 'Live' : 'Progress'}</a>`,
        markup`<a class="button" href="${links.compare(name)}">Compare</a>`,
      ],
      body: [
        markup`<p class="lede">${index.manifest.description}</p>`,
        warnings(index),
        systemsTable(name, index),
        cellsSection(name, index, query, chosen),
      ],
    }),
  );
}

function warnings(index: RunIndex): Part {
  const { missing, counts } = summarise(index);
  const texts = [
    ...(index.manifest.partial ? ['A limit left cells out: for trying things, not for a paper.'] : []),
    ...(missing > 0 ? [`${grouped(missing)} planned cells have not been run.`] : []),
    ...(counts.error > 0
      ? [`${grouped(counts.error)} cells ended with an error of the infrastructure; the same command repeats them.`]
      : []),
  ];
  return texts.length > 0 && markup`<p class="warning">${texts.join(' ')}</p>`;
}

function systemsTable(name: string, index: RunIndex): Part {
  const { systems, splits, leaks, counts } = summarise(index);
  if (systems.length === 0) {
    return markup`<div class="empty"><p>No cell of this run has finished yet.</p><p class="hint">The <a href="${links.live(name)}">progress page</a> follows it; <code>ken run ${index.manifest.experiment}</code> goes on with it.</p></div>`;
  }
  const oneModel = new Set(systems.map(({ model }) => model)).size === 1;
  const oneFramework = new Set(systems.map(({ framework }) => framework)).size === 1;
  const rows = systems.map(({ configuration, model, framework, counts: own, seconds }) => {
    const target: CellQuery = {
      ...everyCell,
      filters: {
        ...everyCell.filters,
        configuration,
        ...(!oneModel && { model }),
        ...(!oneFramework && { framework }),
      },
    };
    return markup`<tr><th scope="row"><a href="${links.run(name, target)}#cells">${configuration}</a>${!oneModel && markup`<span class="sub">${model}</span>`}${!oneFramework && markup`<span class="sub">${framework}</span>`}</th>
<td class="wide">${sharesBar(own)}</td>${outcomes.map((outcome) => markup`<td class="n${own[outcome] === 0 ? ' zero' : ''}">${own[outcome] === 0 ? '0' : markup`<a href="${links.run(name, withFilter(target, 'outcome', outcome))}#cells">${grouped(own[outcome])}</a>`}</td>`)}
<td>${accuracy(own)}</td><td class="n minor">${seconds === null ? '–' : seconds.toFixed(1)}</td></tr>`;
  });
  return markup`<section aria-labelledby="systems"><h2 id="systems">Systems</h2>
<p class="notes">${oneModel && `${systems[0]?.model ?? ''}. `}${grouped(index.manifest.cases.length)} cases, ${grouped(counts.cells)} cells. ${tallies(splits, leaks)}</p>
<div class="scroll" tabindex="0"><table class="systems"><thead><tr><th scope="col">Configuration</th><th scope="col" class="wide">Shares</th>${outcomes.map((outcome) => markup`<th scope="col" class="n" title="${outcomeMeanings[outcome]}">${outcomeChip(outcome)}</th>`)}<th scope="col">A of decided</th><th scope="col" class="n minor" title="mean seconds of the system per cell, without the judge">s per cell</th></tr></thead>
<tbody>${rows}</tbody></table></div></section>`;
}

function cellsSection(name: string, index: RunIndex, query: CellQuery, chosen: ChosenCells): Markup {
  const { rows, shown, page: current, pages } = chosen;
  const filtered = filterNames.some((filter) => query.filters[filter] !== '');
  const first = (current - 1) * pageSize;
  const range =
    rows.length === 0 ? 'no cell' : `${grouped(first + 1)}–${grouped(first + shown.length)} of ${grouped(rows.length)}`;
  return markup`<section aria-labelledby="cells"><h2 id="cells">Cells <span class="aside">${range}</span></h2>
${filterForm(name, index, query, filtered)}
${rows.length === 0 ? noCells(name, filtered) : cellTable(name, shown, query, index)}
${pager({ page: current, pages, href: (page) => `${links.run(name, { ...query, page })}#cells` })}</section>`;
}

function noCells(name: string, filtered: boolean): Markup {
  return filtered
    ? markup`<div class="empty"><p>No cell passes these filters.</p><p><a href="${links.run(name)}#cells">Show all cells</a></p></div>`
    : markup`<div class="empty"><p>No cell has finished yet.</p></div>`;
}

const labels: Readonly<Record<Exclude<FilterName, 'text'>, string>> = {
  outcome: 'Outcome',
  configuration: 'Configuration',
  case: 'Case',
  model: 'Model',
  framework: 'Framework',
  leak: 'Leak',
  split: 'Split',
};

/** Works without the script; with it, a choice is applied at once. */
function filterForm(name: string, index: RunIndex, query: CellQuery, filtered: boolean): Markup {
  const selects = (Object.keys(labels) as Exclude<FilterName, 'text'>[]).map((filter) => {
    const choices = choicesOf(index, filter);
    const chosen = query.filters[filter];
    if (choices.length < 2 && chosen === '') return null;
    const known = chosen === '' || choices.some(([value]) => value === chosen);
    return markup`<label>${labels[filter]}<select name="${filter}"><option value="">all</option>${!known && markup`<option value="${chosen}" selected>${chosen} (0)</option>`}${choices.map(
      ([value, count]) =>
        markup`<option value="${value}"${value === chosen && markup` selected`}>${value} (${grouped(count)})</option>`,
    )}</select></label>`;
  });
  const orderChoice = (value: string, label: string): Markup =>
    markup`<option value="${value}"${query.order === value && markup` selected`}>${label}</option>`;
  return markup`<form class="filters" method="get" action="${links.run(name)}#cells" data-auto role="search">
<label class="text">Text<input type="search" name="text" value="${query.filters.text}" placeholder="case, request, error, key" maxlength="200" autocomplete="off" spellcheck="false" data-search></label>
${selects}
<label>Order<select name="order">${orderChoice('', 'case')}${orderChoice('newest', 'newest first')}${orderChoice('slowest', 'slowest first')}</select></label>
<div class="buttons"><button type="submit">Filter</button>${filtered && markup`<a href="${links.run(name)}#cells">Clear</a>`}</div></form>`;
}

function cellTable(name: string, rows: readonly CellRow[], query: CellQuery, { manifest }: RunIndex): Markup {
  const models = manifest.models.length > 1;
  return markup`<table class="list cells" data-rows><thead><tr><th scope="col"><span class="unseen">Outcome</span></th><th scope="col">Case</th><th scope="col">Configuration</th><th scope="col">Gate</th><th scope="col">Verifier</th><th scope="col">Judge</th><th scope="col" class="n">Attempts</th><th scope="col" class="n">Seconds</th></tr></thead>
<tbody>${rows.map((row) => cellTableRow(name, row, query, models))}</tbody></table>`;
}

function cellTableRow(name: string, row: CellRow, query: CellQuery, models: boolean): Markup {
  const details = [...(models ? [row.model] : []), ...(row.framework === 'bpftrace' ? [] : [row.framework])];
  const said = (value: string | null): Part => value ?? markup`<span class="nothing">–</span>`;
  return markup`<tr><td>${outcomeChip(row.outcome)}</td>
<th scope="row"><a href="${links.cell(name, row.key, query)}">${row.case}</a>${row.trial > 1 && markup`<span class="aside"> trial ${row.trial}</span>`}</th>
<td>${row.configuration}${details.length > 0 && markup`<span class="sub">${details.join(' · ')}</span>`}</td>
${row.error === null ? markup`<td data-label="Gate">${said(row.gate)}</td><td data-label="Verifier">${said(row.verdict)}</td><td data-label="Judge">${said(row.judgement)}</td>` : markup`<td colspan="3" class="problem" data-label="Error">${row.error}</td>`}
<td class="n minor">${row.attempts}</td><td class="n minor">${row.seconds.toFixed(1)}</td></tr>`;
}
