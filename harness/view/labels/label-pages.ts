import { programLines } from '../cell/program-lines.ts';
import { page } from '../http/reply.ts';
import type { Reply } from '../http/reply.ts';
import { layout } from '../markup/layout.ts';
import { links } from '../markup/links.ts';
import { markup } from '../markup/markup.ts';
import type { Markup } from '../markup/markup.ts';
import { grouped } from '../markup/outcome-parts.ts';
import type { Viewer } from '../viewer.ts';
import { labelWords } from './label-event.ts';
import type { LabelEvent, LabelWord } from './label-event.ts';
import { findItem, labelItems, shownItem } from './label-items.ts';
import type { LabelItem } from './label-items.ts';
import { readLabels } from './labels-file.ts';
import { readerOf } from './reader-name.ts';

const meanings: Readonly<Record<LabelWord, string>> = {
  correct: 'It shows what was asked for, for every input that the request allows.',
  incorrect: 'It misses, adds or falsifies something that the request asks for.',
  ambiguous: 'The request can be read both ways, or it cannot be told.',
};

/** `/label`: who reads, how far each reader is. */
export async function labelStartPage({ indexes, options }: Viewer): Promise<Reply> {
  const [items, events] = [await labelItems(indexes), await readLabels(options.labels)];
  const readers = [...new Set(events.map(({ reader }) => reader))];
  const body =
    items.length === 0
      ? markup`<div class="empty"><p>No run has an unjudged program.</p><p class="hint">Programs are unjudged when neither the guest nor a comparison decides: cases without an oracle, or a workload that failed twice.</p></div>`
      : markup`<form class="sheet" method="get" action="/label/next"><label>Your name<input name="reader" required maxlength="60" autocomplete="name" list="readers" data-reader></label>
<datalist id="readers">${readers.map((reader) => markup`<option value="${reader}"></option>`)}</datalist><div class="buttons"><button type="submit">Start</button></div></form>
${progressTable(items, readers, events)}`;
  return page(
    layout({
      title: 'Label',
      area: 'label',
      facts: [
        `${grouped(items.length)} unjudged ${items.length === 1 ? 'program' : 'programs'}`,
        `labels go to ${options.labels}`,
      ],
      actions: markup`<a class="button" href="${links.agreement}">Agreement</a>`,
      body: [
        markup`<p class="lede">Two readers judge each program on their own. They see the request and the program; who made it, and what the other reader says, is hidden. What two agree on can become a label of the judge.</p>`,
        body,
      ],
    }),
  );
}

function progressTable(
  items: readonly LabelItem[],
  readers: readonly string[],
  events: readonly LabelEvent[],
): Markup | null {
  if (readers.length === 0) return null;
  const open = new Set(items.map((item) => `${item.case} ${item.programHash}`));
  return markup`<h2>Readers</h2><table class="systems"><tbody>${readers.map((reader) => {
    const own = new Set(
      events.filter((event) => event.reader === reader).map((event) => `${event.case} ${event.text}`),
    );
    const done = [...own].filter((id) => open.has(id)).length;
    return markup`<tr><th scope="row">${reader}</th><td class="wide"><progress value="${done}" max="${items.length}" aria-label="labelled"></progress></td><td class="n">${grouped(done)} of ${grouped(items.length)}</td><td><a href="${links.labelNext(reader)}">go on</a></td></tr>`;
  })}</tbody></table>`;
}

/** `/label/<id>`: one program, blind. */
export async function labelPage(id: string, search: URLSearchParams, viewer: Viewer): Promise<Reply> {
  const reader = readerOf(search.get('reader'));
  const item = await findItem(id, viewer.indexes);
  const { request, program } = await shownItem(item);
  const [items, events] = [await labelItems(viewer.indexes), await readLabels(viewer.options.labels)];
  const position = items.findIndex((candidate) => candidate.id === id);
  const before = events.some(
    (event) => event.reader === reader && event.case === item.case && event.text === item.programHash,
  );
  return page(
    layout({
      title: item.case,
      area: 'label',
      trail: [{ href: links.labels, label: 'Label' }],
      facts: [`program ${grouped(position + 1)} of ${grouped(items.length)}`, program.framework, `reader ${reader}`],
      body: markup`${before && markup`<p class="warning">You labelled this program before; your last label counts.</p>`}
<section><h2>Request</h2><p class="request">${request}</p></section>
<div class="desk"><section><h2>Program</h2>${programLines(program.text)}</section>
<form class="sheet label" method="post" action="/label/${id}" data-label>
<input type="hidden" name="token" value="${viewer.token}"><input type="hidden" name="reader" value="${reader}">
<fieldset><legend>Does it do what was asked?</legend>${labelWords.map(
        (word, number) =>
          markup`<label class="choice"><input type="radio" name="label" value="${word}" required><span><b>${word}</b> <kbd>${number + 1}</kbd><span class="sub">${meanings[word]}</span></span></label>`,
      )}</fieldset>
<label>Why<textarea name="why" rows="3" required maxlength="2000" placeholder="One sentence: what is right, or what is missing."></textarea></label>
<div class="buttons"><button type="submit">Save and go on</button></div></form></div>`,
    }),
  );
}

/** Nothing is left for this reader. `withoutText`: programs that the transcripts do not hold. */
export function labelDonePage(reader: string, count: number, withoutText: number): Reply {
  return page(
    layout({
      title: 'Done',
      area: 'label',
      trail: [{ href: links.labels, label: 'Label' }],
      body: markup`<div class="empty"><p>${reader} has labelled ${count === 0 ? 'everything: no run has an unjudged program' : `all ${grouped(count)} unjudged programs`}.</p>${withoutText > 0 && markup`<p class="hint">${grouped(withoutText)} more cannot be shown: the transcripts of their runs hold no text of them.</p>`}<p><a href="${links.agreement}">How readers agree</a></p></div>`,
    }),
  );
}
