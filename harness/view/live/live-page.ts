import { outcomes } from '../../record/record.ts';
import { visibleLine } from '../../report/escape/visible.ts';
import { json, page } from '../http/reply.ts';
import type { Reply } from '../http/reply.ts';
import { layout } from '../markup/layout.ts';
import { links } from '../markup/links.ts';
import { markup } from '../markup/markup.ts';
import type { Markup } from '../markup/markup.ts';
import { grouped, outcomeChip } from '../markup/outcome-parts.ts';
import type { Viewer } from '../viewer.ts';
import { liveStatus } from './live-status.ts';
import type { LiveCell, LiveStatus } from './live-status.ts';

const states: Readonly<Record<LiveStatus['state'], string>> = {
  running: 'running',
  stopped: 'not running; the same command goes on with it',
  finished: 'finished',
};

/** `/runs/<run>/live`: how far a run is. The script asks for `live.json` every two seconds and sets texts, never HTML. */
export async function livePage(name: string, { indexes }: Viewer): Promise<Reply> {
  const index = await indexes.find(name);
  const status = await liveStatus(name, index);
  const share = (100 * status.done) / Math.max(status.planned, 1);
  return page(
    layout({
      title: 'Progress',
      area: 'runs',
      trail: [
        { href: links.runs, label: 'Runs' },
        { href: links.run(name), label: index.manifest.experiment },
      ],
      facts: [name],
      body: markup`<div class="live" data-live="${links.liveData(name)}" data-state="${status.state}">
<p class="state" role="status"><span class="pulse" aria-hidden="true"></span><span data-field="state">${states[status.state]}</span></p>
<p class="big"><span data-field="done">${grouped(status.done)}</span><span class="of"> of <span data-field="planned">${grouped(status.planned)}</span> cells</span></p>
<progress value="${share.toFixed(2)}" max="100" aria-label="cells done"></progress>
<p class="pace" data-field="pace">${status.pace}</p>
<ul class="tallies">${outcomes.map((outcome) => markup`<li>${outcomeChip(outcome)}<b data-count="${outcome}">${grouped(status.counts[outcome])}</b></li>`)}</ul>
<h2>Latest cells</h2>
<table class="list latest"><thead class="unseen"><tr><th>Outcome</th><th>Case</th><th>Configuration</th><th>Note</th><th>Seconds</th></tr></thead><tbody data-latest>${status.latest.map(latestRow)}</tbody></table>
${status.latest.length === 0 && markup`<p class="notes" data-none>No cell has finished yet.</p>`}
<noscript><p class="notes">Load the page again to see more.</p></noscript></div>`,
    }),
  );
}

function latestRow(cell: LiveCell): Markup {
  return markup`<tr><td>${outcomeChip(cell.outcome)}</td><th scope="row"><a href="${cell.href}">${cell.case}</a></th><td>${cell.configuration}</td><td class="sub minor">${cell.note}</td><td class="n minor">${cell.seconds}</td></tr>`;
}

/** `/runs/<run>/live.json`, with every text made visible as in the pages. */
export async function liveData(name: string, { indexes }: Viewer): Promise<Reply> {
  const status = await liveStatus(name, await indexes.find(name));
  return json({
    ...status,
    says: states[status.state],
    latest: status.latest.map((cell) => ({
      ...cell,
      case: visibleLine(cell.case),
      configuration: visibleLine(cell.configuration),
      note: visibleLine(cell.note),
    })),
  });
}
