import { readFile } from 'node:fs/promises';
import { page } from '../http/reply.ts';
import type { Reply } from '../http/reply.ts';
import { layout } from '../markup/layout.ts';
import { links } from '../markup/links.ts';
import { markup } from '../markup/markup.ts';
import type { Markup, Part } from '../markup/markup.ts';
import { grouped, percent } from '../markup/outcome-parts.ts';
import type { Viewer } from '../viewer.ts';
import { agreedLabels, readerPairs, replayLabels } from './agreement.ts';
import type { LabelledItem, ReaderPair } from './agreement.ts';
import type { LabelEvent } from './label-event.ts';
import { readLabels } from './labels-file.ts';
import { parseStoredLabels } from './stored-lines.ts';

/** `/label/agreement`: raw agreement and Cohen's kappa of every two readers, and what they say of each program. */
export async function agreementPage(viewer: Viewer): Promise<Reply> {
  const { options } = viewer;
  const items = replayLabels(await readLabels(options.labels));
  const twice = items.filter(({ labels }) => labels.length > 1);
  const pairs = readerPairs(items);
  return page(
    layout({
      title: 'Agreement',
      area: 'label',
      trail: [{ href: links.labels, label: 'Label' }],
      facts: [`${grouped(items.length)} programs labelled`, `${grouped(twice.length)} by two readers or more`],
      body:
        items.length === 0
          ? markup`<div class="empty"><p>No label has been given yet.</p><p><a href="${links.labels}">Start labelling</a></p></div>`
          : [
              markup`<p class="warning">This page shows what others said: read it when you are done.</p>`,
              pairs.length === 0 ? markup`<p>No program has two readers yet.</p>` : pairTable(pairs),
              await agreedPart(viewer, items),
              twice.length > 0 &&
                markup`<h2>Programs with two readers</h2><table class="list"><thead><tr><th scope="col">Case</th><th scope="col">Labels</th></tr></thead><tbody>${[...twice].sort((a, b) => Number(isAgreed(a)) - Number(isAgreed(b))).map(itemRow)}</tbody></table>`,
            ],
    }),
  );
}

function pairTable(pairs: readonly ReaderPair[]): Markup {
  return markup`<div class="scroll" tabindex="0"><table class="systems"><thead><tr><th scope="col">Readers</th><th scope="col" class="n">Programs</th><th scope="col" class="n">Same label</th><th scope="col" class="n">By chance</th><th scope="col" class="n">Cohen’s κ</th></tr></thead>
<tbody>${pairs.map(
    ({ readers, kappa: { items, observed, expected, kappa } }) =>
      markup`<tr><th scope="row">${readers[0]} and ${readers[1]}</th><td class="n">${grouped(items)}</td><td class="n">${percent(observed)} %</td><td class="n">${percent(expected)} %</td><td class="n">${kappa === null ? markup`<span class="nothing" title="both used one label only">–</span>` : kappa.toFixed(3)}</td></tr>`,
  )}</tbody></table></div>
<p class="notes">κ = (same − chance) / (1 − chance), Cohen 1960. Few programs make it uncertain; with one label only it says nothing.</p>`;
}

async function agreedPart({ options, token }: Viewer, items: readonly LabelledItem[]): Promise<Part> {
  const agreed = agreedLabels(items);
  if (agreed.length === 0) return null;
  const stored = options.store === null ? null : await storedCount(options.store, agreed);
  return markup`<section><h2>Labels for the judge</h2><p>Two readers or more agree on ${grouped(agreed.length)} ${agreed.length === 1 ? 'program' : 'programs'}, and nobody contradicts. <a href="${links.agreed}">Download them</a> in the format of <code>corpora/labels.jsonl</code>.</p>
${
  options.store === null
    ? markup`<p class="notes">Started with <code>--store FILE</code>, the viewer appends them to that file.</p>`
    : markup`<form method="post" action="${links.storeAgreed}" class="buttons"><input type="hidden" name="token" value="${token}"><button type="submit"${stored === agreed.length && markup` disabled`}>Append to ${options.store}</button><span class="aside">${stored} of ${agreed.length} are there</span></form>`
}
<p class="notes">Then <code>ken judge RUN</code> judges a run again with them.</p></section>`;
}

async function storedCount(file: string, agreed: readonly { case: string; program: string }[]): Promise<number> {
  const known = parseStoredLabels(await readFile(file, 'utf8').catch(() => ''), file);
  return agreed.filter((label) => known.has(`${label.case} ${label.program}`)).length;
}

function itemRow(item: LabelledItem): Markup {
  return markup`<tr><th scope="row">${item.case}<span class="sub">${isAgreed(item) ? 'agreed' : 'readers differ'} · ${item.program.slice(0, 12)}</span></th><td>${item.labels.map(labelLine)}</td></tr>`;
}

function labelLine({ reader, label, why, at }: LabelEvent): Markup {
  return markup`<p class="said"><b class="l-${label}">${label}</b> ${why}<span class="sub">${reader}, ${at.slice(0, 16).replace('T', ' ')}</span></p>`;
}

function isAgreed({ labels }: LabelledItem): boolean {
  return new Set(labels.map(({ label }) => label)).size === 1;
}
