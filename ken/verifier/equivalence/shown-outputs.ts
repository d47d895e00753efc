import type { OutputFormat } from '../compile/compiled.ts';
import type { FinishedPath, SymbolicOutput } from '../executor/exploration.ts';
import type { Model } from '../terms/model.ts';
import type { TermStore } from '../terms/term-store.ts';
import { formatNumber, formatText } from '../counterexample/format-value.ts';
import { conversionsOf, normalisedText } from './format-text.ts';
import type { Side } from './equivalence.ts';
import { recordValues } from './record-values.ts';
import type { ShownValue } from './shown-value.ts';

/** One record as its reader sees it. */
export interface ShownRecord {
  /** Number of the event that wrote it, from 1. */
  event: number;
  /** What must be the same text on both sides: a normalised format, or the name of another action. */
  text: string;
  /** Map that a print or clear names, without the `@`. */
  map: string | null;
  values: ShownValue[];
}

export interface ShownOutputs {
  records: ShownRecord[];
  signals: ShownValue[];
}

/** What a path wrote, in order. Signals are apart: their order among the records is seen by nobody. */
export function shownOutputs(store: TermStore, { compiled }: Side, { outputs }: FinishedPath): ShownOutputs {
  const shown: ShownOutputs = { records: [], signals: [] };
  for (const output of outputs) {
    if (output.kind === 'signal' || output.kind === 'override-return' || output.kind === 'user-memory') {
      shown.signals.push({ kind: 'bytes', bytes: output.bytes });
    } else if (compiled.framework === 'bpftrace' && (output.kind === 'ringbuf' || output.kind === 'perf')) {
      shown.records.push(scriptRecord(store, output, compiled.outputs));
    } else {
      shown.records.push({
        ...{ event: output.event, text: output.kind, map: null },
        values: [{ kind: 'bytes', bytes: output.bytes }],
      });
    }
  }
  return shown;
}

function scriptRecord(store: TermStore, output: SymbolicOutput, formats: readonly OutputFormat[]): ShownRecord {
  const { bytes, event } = output;
  const id = bytes.length >= 8 ? bytes.term(0, 8) : null;
  const format = id?.op === 'constant' ? formats.find((each) => BigInt(each.id) === id.value) : undefined;
  const rest = bytes.slice(Math.min(8, bytes.length), bytes.length);
  if (!format) return { event, text: 'record', map: null, values: [{ kind: 'bytes', bytes }] };
  if (format.action === 'printf') {
    const values = recordValues(store, bytes, format.arguments);
    return { event, text: normalisedText(format.format), map: null, values };
  }
  const named = /^(?:print|clear|zero)-map$/.test(format.action);
  const map = named ? (format.arguments[0]?.node.text.replace(/^@/, '') ?? format.format.replace(/^@/, '')) : null;
  return {
    event,
    text: `${format.action} ${normalisedText(format.format)}`.trim(),
    map,
    values: named ? [] : [{ kind: 'bytes', bytes: rest }],
  };
}

/** Text without any value in it: a banner or a header of columns. */
export function isHeader({ text, values, map }: ShownRecord): boolean {
  return values.length === 0 && map === null && conversionsOf(text).length === 0;
}

/** A record under a model, for people. */
export function showRecord({ text, map, values }: ShownRecord, model: Model): string {
  const shown = values.map((value) => showValue(value, model));
  return `${JSON.stringify(text)}${map === null ? '' : ` @${map}`}${shown.length === 0 ? '' : `: ${shown.join(', ')}`}`;
}

export function showValue(value: ShownValue, model: Model): string {
  if (value.kind === 'number') return formatNumber(BigInt(model.value(value.term)), 64);
  const bytes = [...value.bytes.valueIn(model)];
  return value.kind === 'string' ? formatText(bytes) : Buffer.from(bytes).toString('hex');
}
