import { programIdentity } from '../../judge/program-identity.ts';
import { PageFault } from '../http/page-fault.ts';
import { seeOther } from '../http/reply.ts';
import type { Reply } from '../http/reply.ts';
import { links } from '../markup/links.ts';
import type { Viewer } from '../viewer.ts';
import { agreedLabels, replayLabels } from './agreement.ts';
import { labelEventSchema } from './label-event.ts';
import { appendLabel, readLabels } from './labels-file.ts';
import { blindItem, findItem, labelItems, shownItem } from './label-items.ts';
import { labelDonePage } from './label-pages.ts';
import { readerOf } from './reader-name.ts';
import { storeAgreedLabels } from './store-agreed.ts';

/**
 * `/label/next`: leads to the first program that this reader has not labelled. Another layout of a program that they have
 * labelled is passed over: it is the same program.
 */
export async function nextItem(search: URLSearchParams, { indexes, options }: Viewer): Promise<Reply> {
  const reader = readerOf(search.get('reader'));
  const own = (await readLabels(options.labels)).filter((event) => event.reader === reader);
  const texts = new Set(own.map((event) => `${event.case} ${event.text}`));
  const programs = new Set(own.map((event) => `${event.case} ${event.program}`));
  const items = await labelItems(indexes);
  let withoutText = 0;
  for (const item of items) {
    if (texts.has(`${item.case} ${item.programHash}`)) continue;
    const shown = await blindItem(item);
    if (!shown) withoutText += 1;
    else if (!programs.has(`${item.case} ${programIdentity(shown.program)}`)) {
      return seeOther(links.labelItem(item.id, reader));
    }
  }
  return labelDonePage(reader, items.length - withoutText, withoutText);
}

/** Takes a label, appends it, and leads to the next program. */
export async function saveLabel(id: string, form: URLSearchParams, viewer: Viewer): Promise<Reply> {
  const item = await findItem(id, viewer.indexes);
  const { program } = await shownItem(item);
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
