import { programIdentity } from '../../judge/program-identity.ts';
import { PageFault } from '../http/page-fault.ts';
import { seeOther } from '../http/reply.ts';
import type { Reply } from '../http/reply.ts';
import { links } from '../markup/links.ts';
import type { Viewer } from '../viewer.ts';
import { agreedLabels, replayLabels } from './agreement.ts';
import { labelEventSchema } from './label-event.ts';
import { appendLabel, readLabels } from './labels-file.ts';
import { blindItem, findItem, labelItems } from './label-items.ts';
import { labelDonePage } from './label-pages.ts';
import { readerOf } from './reader-name.ts';
import { storeAgreedLabels } from './store-agreed.ts';

/** `/label/next`: leads to the first program that this reader has not labelled. */
export async function nextItem(search: URLSearchParams, { indexes, options }: Viewer): Promise<Reply> {
  const reader = readerOf(search.get('reader'));
  const [items, events] = [await labelItems(indexes), await readLabels(options.labels)];
  const done = new Set(events.filter((event) => event.reader === reader).map((event) => `${event.case} ${event.text}`));
  const next = items.find((item) => !done.has(`${item.case} ${item.programHash}`));
  return next ? seeOther(links.labelItem(next.id, reader)) : labelDonePage(reader, items.length);
}

/** Takes a label, appends it, and leads to the next program. */
export async function saveLabel(id: string, form: URLSearchParams, viewer: Viewer): Promise<Reply> {
  const item = await findItem(id, viewer.indexes);
  const { program } = await blindItem(item);
  const parsed = labelEventSchema.safeParse({
    v: 1,
    case: item.case,
    program: programIdentity(program),
    text: item.programHash,
    framework: program.framework,
    label: form.get('label'),
    reader: readerOf(form.get('reader')),
    why: form.get('why') ?? '',
    at: viewer.now().toISOString(),
  });
  if (!parsed.success) {
    const missing = [...new Set(parsed.error.issues.map(({ path }) => path.join('.')))].join(' and ');
    throw new PageFault(
      400,
      `the label was not saved: ${missing} is missing or too long`,
      'Go back: choose a label and write why in a sentence.',
    );
  }
  await appendLabel(viewer.options.labels, parsed.data);
  return seeOther(links.labelNext(parsed.data.reader));
}

/** What the readers agree on, in the judge's format. */
export async function agreedFile({ options }: Viewer): Promise<Reply> {
  const agreed = agreedLabels(replayLabels(await readLabels(options.labels)));
  return {
    status: 200,
    type: 'application/x-ndjson; charset=utf-8',
    body: agreed.map((label) => `${JSON.stringify(label)}\n`).join(''),
    download: 'agreed-labels.jsonl',
  };
}

/** Appends what the readers agree on to the file that `--store` names. */
export async function storeAgreed({ options }: Viewer): Promise<Reply> {
  if (options.store === null) {
    throw new PageFault(
      400,
      'this viewer stores no agreed labels',
      'Start it with --store FILE, such as corpora/labels.jsonl.',
    );
  }
  const agreed = agreedLabels(replayLabels(await readLabels(options.labels)));
  await storeAgreedLabels(options.store, agreed);
  return seeOther(links.agreement);
}
