import { queueReasons } from '../../../dataset-builder/curation/decision.ts';
import { appendDecision } from '../../../dataset-builder/curation/decisions-file.ts';
import type { Decision, QueueReason } from '../../../dataset-builder/curation/decision.ts';
import { decisionSchema } from '../../../dataset-builder/curation/decision.ts';
import type { Pair } from '../../../dataset-builder/pairs/build/pair.ts';
import { programLines } from '../cell/program-lines.ts';
import { PageFault } from '../http/page-fault.ts';
import { page, seeOther } from '../http/reply.ts';
import type { Reply } from '../http/reply.ts';
import { factList, fold } from '../markup/blocks.ts';
import { layout } from '../markup/layout.ts';
import { links } from '../markup/links.ts';
import { markup } from '../markup/markup.ts';
import type { Markup, Part } from '../markup/markup.ts';
import { grouped } from '../markup/outcome-parts.ts';
import type { Viewer } from '../viewer.ts';
import { openItems } from './pair-queue.ts';
import type { PairBuild } from './pair-queue.ts';

const meanings: Readonly<Record<QueueReason, string>> = {
  vague: 'no text can stand as a request',
  wrong: 'the request names what the program lacks',
  'duplicate?': 'says nearly the same as an entry of another group',
  'leak?': 'same task as a case that must be clean',
  'licence?': 'the licence needs a look',
};

/** `/curation/pairs`: what a person should look at, by reason. */
export async function pairsPage(search: URLSearchParams, { pairs }: Viewer): Promise<Reply> {
  const build = await pairs.build();
  if (!build) return notBuilt(pairs.folder);
  const decisions = await pairs.decisions();
  const open = openItems(build, decisions);
  const chosen = queueReasons.find((reason) => reason === search.get('reason')) ?? '';
  const shown = open.filter(({ reason }) => chosen === '' || reason === chosen);
  const tab = (reason: QueueReason | '', label: string, count: number): Markup =>
    markup`<li><a href="${links.pairs(reason)}"${reason === chosen && markup` aria-current="true"`}>${label} <b>${grouped(count)}</b></a></li>`;
  return page(
    layout({
      title: 'Pairs to review',
      area: 'pairs',
      facts: [
        `${grouped(build.pairs.size)} entries`,
        `${grouped(open.length)} questions open`,
        `${grouped(decisions.length)} decisions`,
      ],
      body: [
        markup`<p class="lede">Entries of the training set that a rule cannot decide. A decision is appended to ${pairs.decisionsFile} and replayed on every build.</p>
<ul class="tabs">${tab('', 'all', open.length)}${queueReasons.map((reason) => tab(reason, reason, open.filter((item) => item.reason === reason).length))}</ul>`,
        shown.length === 0
          ? markup`<div class="empty"><p>Nothing is open here.</p></div>`
          : markup`<table class="list" data-rows><thead><tr><th scope="col">Entry</th><th scope="col">Why it is here</th><th scope="col">Evidence</th></tr></thead><tbody>${shown.map(
              ({ pair, reason, evidence }) =>
                markup`<tr><th scope="row"><a href="${links.pair(pair, chosen)}">${pair}</a></th><td><b>${reason}</b><span class="sub">${meanings[reason]}</span></td><td>${evidence}</td></tr>`,
            )}</tbody></table>`,
      ],
    }),
  );
}

/** `/curation/pairs/<id>`: one entry, and the form of the decision. */
export async function pairPage(id: string, search: URLSearchParams, viewer: Viewer): Promise<Reply> {
  const { pairs, token } = viewer;
  const build = await pairs.build();
  if (!build) return notBuilt(pairs.folder);
  const pair = pairOf(build, id);
  const decisions = (await pairs.decisions()).filter((decision) => decision.pair === id);
  const reasons = build.items.filter((item) => item.pair === id);
  const reason = search.get('reason') ?? '';
  return page(
    layout({
      title: pair.id,
      area: 'pairs',
      trail: [{ href: links.pairs(reason), label: 'Pairs' }],
      facts: [pair.framework, pair.split, ...pair.leftOut],
      body: [
        reasons.length > 0 &&
          markup`<div class="warning">${reasons.map((item) => markup`<p><b>${item.reason}</b> ${item.evidence}</p>`)}</div>`,
        decisions.length > 0 &&
          markup`<section><h2>Decisions</h2>${decisions.map((decision) => decisionLine(decision, pair))}</section>`,
        markup`<div class="desk"><section><h2>Program</h2>${programLines(pair.program)}</section>${decisionForm(pair, token, reason)}</div>`,
        originPart(pair),
      ],
    }),
  );
}

/** Takes a decision and leads to the next open question of the same list. */
export async function decideOnPair(
  id: string,
  form: URLSearchParams,
  search: URLSearchParams,
  viewer: Viewer,
): Promise<Reply> {
  const { pairs, now } = viewer;
  const build = await pairs.build();
  if (!build) return notBuilt(pairs.folder);
  const pair = pairOf(build, id);
  if (form.get('program') !== pair.programSha256) {
    throw new PageFault(400, 'the program changed since the page was made', 'Go back, reload, and look at it again.');
  }
  const [word, number] = (form.get('action') ?? '').split(' ');
  const common = {
    pair: id,
    program: pair.programSha256,
    author: form.get('author') ?? '',
    reason: form.get('reason') ?? '',
    time: now().toISOString(),
  };
  const prompt = word === 'accept' ? pair.prompts[Number(number)]?.text : form.get('prompt');
  const parsed = decisionSchema.safeParse({ action: word, ...common, ...(word !== 'reject' && { prompt }) });
  if (!parsed.success) {
    const wrong = [...new Set(parsed.error.issues.map(({ path }) => path.join('.')))].join(' and ');
    throw new PageFault(
      400,
      `the decision was not saved: ${wrong || 'the choice'} is missing or too short`,
      'Go back and fill the form: a choice, who decides and why.',
    );
  }
  await appendDecision(pairs.decisionsFile, parsed.data);
  const reason = search.get('reason') ?? '';
  const next = openItems(build, await pairs.decisions()).find((item) => reason === '' || item.reason === reason);
  return seeOther(next ? links.pair(next.pair, reason) : links.pairs(reason));
}

function decisionForm({ id, prompt, prompts, programSha256 }: Pair, token: string, reason: string): Markup {
  return markup`<form class="sheet" method="post" action="${links.pair(id, reason)}">
<input type="hidden" name="token" value="${token}"><input type="hidden" name="program" value="${programSha256}">
<fieldset><legend>Request</legend>
${prompts.map(
  (candidate, number) =>
    markup`<label class="choice"><input type="radio" name="action" value="accept ${number}" required><span>Accept: <q>${candidate.text}</q><span class="sub">${candidate.origin}, ${candidate.from}${candidate.text === prompt ? ' · the present request' : ''}${candidate.vague !== null && ` · ${candidate.vague}`}${candidate.ungrounded.length > 0 && ` · not in the program: ${candidate.ungrounded.join(', ')}`}</span></span></label>`,
)}
<label class="choice"><input type="radio" name="action" value="edit" required><span>Write another<textarea name="prompt" rows="3" aria-label="another request" data-chooses="edit">${prompt ?? prompts[0]?.text ?? ''}</textarea></span></label>
<label class="choice"><input type="radio" name="action" value="reject" required><span>Reject: leave the entry out</span></label></fieldset>
<div class="pair"><label>Who decides<input name="author" required maxlength="80" autocomplete="name" data-reader></label><label class="grow">Why<input name="reason" required maxlength="500"></label></div>
<div class="buttons"><button type="submit">Save and go on</button></div></form>`;
}

function decisionLine(decision: Decision, pair: Pair): Markup {
  const stale = decision.program !== pair.programSha256;
  return markup`<p class="said"><b>${decision.action}</b> ${decision.action !== 'reject' && markup`<q>${decision.prompt}</q> `}${decision.reason}<span class="sub">${decision.author}, ${decision.time.slice(0, 16).replace('T', ' ')}${stale && ' · on an earlier program, not applied'}</span></p>`;
}

function originPart({ licence, provenance, validation, hooks, helpers, alternates }: Pair): Markup {
  const { file, repository, kernel } = licence;
  return markup`<section><h2>What is known of it</h2>${factList([
    ['Source', `${provenance.source}, ${provenance.file}, lines ${provenance.lines.first} to ${provenance.lines.last}`],
    [
      'Licence',
      `file: ${file ?? 'none stated'}; repository: ${repository.spdx} (${repository.stated}); kernel string: ${kernel ?? 'none'}`,
    ],
    ['Notices', provenance.notices.join(' ')],
    ['Hooks', hooks.join(', ')],
    ['Helpers', helpers.join(', ')],
    ['Gate', validation.map(validationLine)],
  ])}
${alternates.length > 0 && fold(markup`The same program elsewhere <span class="aside">${alternates.length}</span>`, markup`<ul>${alternates.map(({ source, file: place }) => markup`<li>${source}, ${place}</li>`)}</ul>`)}</section>`;
}

function validationLine({ status, kernel, reason }: Pair['validation'][number]): Part {
  return markup`<span class="line">${status} on ${kernel}${reason !== null && `: ${reason}`}</span>`;
}

function pairOf(build: PairBuild, id: string): Pair {
  const pair = build.pairs.get(id);
  if (pair) return pair;
  throw new PageFault(
    404,
    `the dataset has no entry ${JSON.stringify(id.slice(0, 120))}`,
    'Choose one from the queue.',
  );
}

function notBuilt(folder: string): Reply {
  return page(
    layout({
      title: 'Pairs to review',
      area: 'pairs',
      body: markup`<div class="empty"><p>There is no built dataset in ${folder}.</p><p class="hint">Build it with <code>ken pairs build</code>, or name another folder with <code>ken view --dataset FOLDER</code>.</p></div>`,
    }),
  );
}
