import { accuracy, countList, grouped, outcomeKey, sharesBar } from '../markup/outcome-parts.ts';
import { isHeld } from '../../record/lock.ts';
import { page } from '../http/reply.ts';
import type { Reply } from '../http/reply.ts';
import { layout } from '../markup/layout.ts';
import { links } from '../markup/links.ts';
import { markup } from '../markup/markup.ts';
import type { Markup, Part } from '../markup/markup.ts';
import type { Viewer } from '../viewer.ts';
import type { RunIndex } from './run-index.ts';
import type { ListedRun } from './run-indexes.ts';
import { summarise } from './run-summary.ts';

/** `/`: every run of the results folder, the newest first. */
export async function runsPage({ indexes }: Viewer): Promise<Reply> {
  const runs = await indexes.list();
  const rows = await Promise.all(runs.map(runRow));
  const body =
    rows.length === 0
      ? noRuns(indexes.folder)
      : markup`<table class="list runs"><thead><tr><th scope="col">Run</th><th scope="col">Models</th><th scope="col">Configurations</th><th scope="col">Cases</th><th scope="col">Outcomes</th><th scope="col">A of decided</th></tr></thead>
<tbody>${rows}</tbody></table>
${outcomeKey()}
<p class="notes">Shares are of decided cells (A + FP + FN) with the 95 % Wilson interval. Unjudged cells and errors are in no share. Leak: how near a training pair or fixed example comes to a case.</p>`;
  const count = `${grouped(rows.length)} ${rows.length === 1 ? 'run' : 'runs'}`;
  return page(layout({ title: 'Runs', area: 'runs', facts: rows.length === 0 ? [] : [count, indexes.folder], body }));
}

async function runRow(run: ListedRun): Promise<Markup> {
  if (!run.index) {
    return markup`<tr class="damaged"><th scope="row">${run.name}<span class="sub">cannot be read</span></th><td colspan="5" data-label="Problem">${run.problem}</td></tr>`;
  }
  const { manifest } = run.index;
  const { counts, missing, splits, leaks } = summarise(run.index);
  const live = await isHeld(run.index.path);
  return markup`<tr>
<th scope="row"><a href="${links.run(run.name)}">${manifest.experiment}</a>${live && markup` <a class="tag live" href="${links.live(run.name)}">live</a>`}${manifest.partial && markup` <span class="tag" title="made with --limit, for trying things">partial</span>`}${manifest.kind === 'import' && markup` <span class="tag">imported</span>`}<span class="sub">${run.name}</span></th>
<td data-label="Models">${few(manifest.models.map(({ name }) => name))}</td>
<td data-label="Configurations">${few(manifest.configurations.map(({ name }) => name))}</td>
<td data-label="Cases">${grouped(manifest.cases.length)}${tallies(splits, leaks)}</td>
<td data-label="Outcomes" class="wide">${sharesBar(counts, manifest.plannedCells)}${countList(counts)}<span class="sub">${grouped(counts.cells)} of ${grouped(Math.max(manifest.plannedCells, counts.cells))} cells${missing > 0 ? `, ${grouped(missing)} not run` : ''}</span></td>
<td data-label="A of decided">${accuracy(counts)}</td>
</tr>`;
}

/** Two names, and how many more. */
function few(names: readonly string[]): Part {
  const more = names.slice(2);
  return [
    names.slice(0, 2).map((name) => markup`<span class="line">${name}</span>`),
    more.length > 0 && markup`<span class="sub" title="${more.join(', ')}">and ${more.length} more</span>`,
  ];
}

/** Split and leak class of the cases, where the run says it. */
export function tallies(splits: readonly [string, number][], leaks: readonly [string, number][]): Part {
  const line = (entries: readonly [string, number][]): string =>
    entries.map(([name, count]) => `${name} ${grouped(count)}`).join(' · ');
  return [
    splits.length > 0 && markup`<span class="sub">${line(splits)}</span>`,
    leaks.length > 0 &&
      markup`<span class="sub" title="nearest training pair or fixed example">leak: ${line(leaks)}</span>`,
  ];
}

function noRuns(folder: string): Markup {
  return markup`<div class="empty"><p>There is no run in ${folder} yet.</p>
<p class="hint">Make one: <code>ken run quickstart</code> needs no model and takes some minutes. Runs elsewhere: <code>ken view --results FOLDER</code>.</p></div>`;
}

/** What a reader must know before any number of a run. */
export function runFactsOf({ manifest, judgeVersion }: RunIndex): string[] {
  const { toolchain } = manifest;
  return [
    manifest.createdAt.slice(0, 16).replace('T', ' '),
    ...(manifest.kind === 'import' ? ['imported'] : [`seed ${manifest.seed}`]),
    `${manifest.trials} ${manifest.trials === 1 ? 'trial' : 'trials'}`,
    ...(toolchain ? [`kernel ${toolchain.kernel}`, `bpftrace ${toolchain.bpftrace}`] : []),
    `prompts ${manifest.promptVersion.slice(0, 12)}`,
    ...(judgeVersion === null ? [] : [`judged again by judge ${judgeVersion}`]),
  ];
}
