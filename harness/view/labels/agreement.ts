import { cohenKappa } from '../../stats/cohen-kappa.ts';
import type { Kappa } from '../../stats/cohen-kappa.ts';
import type { StoredLabel } from '../../judge/stored-labels.ts';
import type { LabelEvent } from './label-event.ts';

/** A program with the last label of each reader, in the order of their first labels. */
export interface LabelledItem {
  case: string;
  program: string;
  /** Hash of the text that was shown last. */
  text: string;
  labels: LabelEvent[];
}

/** Two readers and how they agree on what both labelled. */
export interface ReaderPair {
  readers: [string, string];
  kappa: Kappa;
}

/** Replays the file: of each reader on each program the last label counts. */
export function replayLabels(events: readonly LabelEvent[]): LabelledItem[] {
  const items = new Map<string, LabelledItem>();
  for (const event of events) {
    const id = `${event.case}\n${event.program}`;
    const item = items.get(id) ?? { case: event.case, program: event.program, text: event.text, labels: [] };
    const position = item.labels.findIndex(({ reader }) => reader === event.reader);
    if (position < 0) item.labels.push(event);
    else item.labels[position] = event;
    item.text = event.text;
    items.set(id, item);
  }
  return [...items.values()];
}

/** Every two readers with at least one program in common. */
export function readerPairs(items: readonly LabelledItem[]): ReaderPair[] {
  const readers = [...new Set(items.flatMap(({ labels }) => labels.map(({ reader }) => reader)))].sort();
  return readers.flatMap((first, position) =>
    readers.slice(position + 1).flatMap((second): ReaderPair[] => {
      const pairs = items.flatMap(({ labels }): [string, string][] => {
        const one = labels.find(({ reader }) => reader === first);
        const other = labels.find(({ reader }) => reader === second);
        return one && other ? [[one.label, other.label]] : [];
      });
      const kappa = cohenKappa(pairs);
      return kappa ? [{ readers: [first, second], kappa }] : [];
    }),
  );
}

/** Labels that at least two readers gave and none of them contradicts, as the judge's stored labels. */
export function agreedLabels(items: readonly LabelledItem[]): StoredLabel[] {
  return items.flatMap(({ case: caseId, program, labels }): StoredLabel[] => {
    const [first] = labels;
    if (!first || first.label === 'ambiguous' || labels.length < 2) return [];
    if (labels.some(({ label }) => label !== first.label)) return [];
    return [{ case: caseId, program, label: first.label, readers: labels.length, why: first.why }];
  });
}
