import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { outcomes } from '../../record/record.ts';
import { html } from '../escape/html.ts';
import { outcomeGlyphs } from '../figures/figures.ts';
import type { Figure } from '../figures/figures.ts';
import type { ReportData } from '../report-data.ts';
import { groupFacts, groupTitle, runFacts, warnings } from '../run-facts.ts';
import type { GroupTables } from '../tables/all-tables.ts';
import type { Table } from '../tables/table.ts';
import { caseSections } from './case-section.ts';
import { CellLists } from './cell-lists.ts';
import { chip, facts } from './fragments.ts';
import { outcomeMatrix } from './matrix.ts';
import { tableHtml } from './table-html.ts';

/**
 * The whole report as one file that needs nothing else: no script, no font, no request. A strict content security policy
 * allows this file's own style sheet by its hash and nothing more. Streams, since the transcripts may be large.
 */
export async function* htmlReport(
  data: ReportData,
  groups: readonly GroupTables[],
  figures: readonly Figure[],
  overview: readonly Table[] = [],
): AsyncGenerator<string> {
  const hasDetails = countCells(data) <= mostDetails;
  const lists = new CellLists(hasDetails);
  const style = (await readFile(join(import.meta.dirname, 'style.css'), 'utf8')).trim();
  const title = `Report: ${[...new Set(data.runs.map((run) => run.manifest.experiment))].join(', ')}`;
  yield head(title, style);
  yield masthead(title, data, groups, hasDetails);
  yield '<main>\n';
  if (overview.length > 0) {
    yield '<section id="overview">\n<h2>Beside the paper</h2>\n';
    for (const table of overview) yield tableHtml(table, `overview-${table.id}`, lists);
    yield '</section>\n';
  }
  for (const { group, tables } of groups) {
    yield `<section id="${group.id}">\n<h2>${html(groupTitle(group))}</h2>\n${facts(groupFacts(group))}\n`;
    const [outcome, ...others] = tables;
    if (outcome) yield tableHtml(outcome, `${group.id}-${outcome.id}`, lists);
    const ofGroup = figures.filter((candidate) => candidate.group === group.id);
    for (const figure of ofGroup.filter((candidate) => candidate.beside === 'outcomes')) yield figureHtml(figure);
    yield* outcomeMatrix(group, data, hasDetails);
    for (const table of others.filter((candidate) => candidate.id !== 'cases')) {
      yield tableHtml(table, `${group.id}-${table.id}`, lists);
      for (const figure of ofGroup.filter((candidate) => candidate.beside === table.id)) yield figureHtml(figure);
    }
    yield '</section>\n';
  }
  yield* lists.section();
  for (const { group } of hasDetails ? groups : []) yield* caseSections(group, data);
  yield provenance(data);
  yield '</main>\n<footer>Made from the records of the runs named above, and from nothing else.</footer>\n</body>\n</html>\n';
}

function head(title: string, style: string): string {
  const hash = createHash('sha256').update(`\n${style}\n`, 'utf8').digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${html(title)}</title>
<style>
${style}
</style>
</head>
<body>
`;
}

/** Cells whose programs and logs a page holds: of more, a browser would not get to the end. */
const mostDetails = 2000;

const tooManyCells =
  'There are too many cells for one page: their programs and evidence are in the run folder, and `ken view` shows them.';

function countCells(data: ReportData): number {
  return data.groups.reduce((sum, { systems }) => systems.reduce((some, { cells }) => some + cells.length, sum), 0);
}

const meanings = {
  A: 'accurate: verified, and does what was asked',
  FP: 'false positive: verified, but does not do what was asked',
  FN: 'false negative: nothing verified',
  unjudged: 'unjudged: nobody could decide',
  error: 'error of the infrastructure, not of the system',
};

function masthead(title: string, data: ReportData, groups: readonly GroupTables[], hasDetails: boolean): string {
  const descriptions = [...new Set(data.runs.map((run) => run.manifest.description))];
  const key = outcomes.map((outcome) => `<li>${chip(outcome, outcomeGlyphs[outcome])}${html(meanings[outcome])}</li>`);
  const links = groups.flatMap(({ group }) => [
    `<li><a href="#${group.id}">${html(group.title)}</a></li>`,
    ...(hasDetails ? [`<li><a href="#${group.id}-cases">Programs and evidence</a></li>`] : []),
  ]);
  const texts = [...warnings(data), ...(hasDetails ? [] : [tooManyCells])];
  const warning = texts.length === 0 ? '' : `<p class="warning">${texts.map(html).join(' ')}</p>`;
  return `<header class="masthead"><div>
<h1>${html(title)}</h1>
${descriptions.map((text) => `<p class="lede">${html(text)}</p>`).join('\n')}
${data.runs.map((run) => facts(runFacts(run))).join('\n')}
${warning}
<ul class="key">${key.join('')}</ul>
<nav aria-label="Contents"><ul>${links.join('')}<li><a href="#provenance">Provenance</a></li></ul></nav>
</div></header>
`;
}

function figureHtml(figure: Figure): string {
  return `<figure id="figure-${figure.name}">
<div class="scroll" tabindex="0">${figure.svg}</div>
<figcaption><strong>${html(figure.title)}.</strong> ${html(figure.caption)}</figcaption>
</figure>
`;
}

function provenance(data: ReportData): string {
  const runs = data.runs.map(({ manifest }) => {
    const { run, planHash, provenance: origin, models, configurations } = manifest;
    const shown = { run, planHash, provenance: origin, models, configurations };
    return `<details><summary><span class="grow">${html(manifest.run)}</span></summary><div class="body"><pre>${html(JSON.stringify(shown, null, 2))}</pre></div></details>`;
  });
  return `<section id="provenance">\n<h2>Provenance</h2>\n${runs.join('\n')}\n</section>\n`;
}
