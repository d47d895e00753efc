import type { OutputAction, OutputFormat } from '../compile/compiled.ts';
import type { FinishedPath, SymbolicOutput } from '../executor/exploration.ts';
import type { SymbolicBytes } from '../executor/state/symbolic-bytes.ts';
import type { Model } from '../terms/model.ts';
import type { TermStore } from '../terms/term-store.ts';
import { formatNumber, formatText } from '../counterexample/format-value.ts';
import { normalisedText } from './format-text.ts';
import type { Side } from './equivalence.ts';
import { recordValues } from './record-values.ts';
import type { ShownValue } from './shown-value.ts';

/** One record as its reader sees it. */
export interface ShownRecord {
  /** Number of the event that wrote it, from 1. */
  event: number;
  /** What must be the same text on both sides: a normalised format, or the name of another action. */
  text: string;
  /** The format of a printf as the program has it. */
  format?: string;
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
  return { ...shown, records: joined(shown.records) };
}

/** Actions that have one id for all calls say behind it which call or map it is. */
const numbered: Readonly<Partial<Record<OutputAction, number>>> = {
  'print-map': 4,
  'clear-map': 4,
  'zero-map': 4,
  time: 4,
  join: 8,
  'print-value': 8,
};

function scriptRecord(
  store: TermStore,
  { bytes, event }: SymbolicOutput,
  formats: readonly OutputFormat[],
): ShownRecord {
  const head = headOf(bytes, formats);
  if (!head) return { event, text: 'record', map: null, values: [{ kind: 'bytes', bytes }] };
  const { format, size } = head;
  if (format.action === 'printf') {
    const values = recordValues(store, bytes, format.arguments);
    return { event, text: normalisedText(format.format), format: format.format, map: null, values };
  }
  const text = `${format.action} ${normalisedText(format.format)}`.trim();
  const map = format.map?.name.replace(/^@/, '') ?? null;
  const first = format.arguments[0];
  if (format.action === 'print-value' && first) {
    return { event, text, map, values: recordValues(store, bytes, [first], size) };
  }
  const formatted = format.action === 'system' || format.action === 'cat';
  if (formatted) return { event, text, map, values: recordValues(store, bytes, format.arguments) };
  const rest = bytes.slice(size, bytes.length);
  return { event, text, map, values: rest.length === 0 ? [] : [{ kind: 'bytes', bytes: rest }] };
}

/** The format of a record, and how many of its bytes say which one it is. */
function headOf(bytes: SymbolicBytes, formats: readonly OutputFormat[]): { format: OutputFormat; size: number } | null {
  const id = numberAt(bytes, 0, 8);
  const candidates = formats.filter((each) => id !== null && BigInt(each.id) === id);
  const [first] = candidates;
  if (!first) return null;
  const width = numbered[first.action];
  if (width === undefined) return { format: first, size: 8 };
  const number = numberAt(bytes, 8, width);
  const format = candidates.find((each) => number !== null && BigInt(each.map?.number ?? each.index) === number);
  return format ? { format, size: 8 + width } : null;
}

function numberAt(bytes: SymbolicBytes, offset: number, size: number): bigint | null {
  if (bytes.length < offset + size) return null;
  const term = bytes.term(offset, size);
  return term.op === 'constant' ? term.value : null;
}

/** What one event prints in several pieces is one text to its reader. */
function joined(records: readonly ShownRecord[]): ShownRecord[] {
  const found: ShownRecord[] = [];
  for (const record of records) {
    const last = found.at(-1);
    if (last?.format === undefined || record.format === undefined || last.event !== record.event) {
      found.push(record);
      continue;
    }
    const format = last.format + record.format;
    const values = [...last.values, ...record.values];
    found[found.length - 1] = { event: last.event, text: normalisedText(format), format, map: null, values };
  }
  return found;
}

/**
 * Text without any value in it: a banner or a header of columns. Only where it says nothing of an event: in BEGIN, END
 * and at intervals. `quiet` holds the numbers of those.
 */
export function isHeader({ event, text, format, values }: ShownRecord, quiet: ReadonlySet<number>): boolean {
  if (format === undefined || (text === '' && values.length > 0)) return false;
  return text === '' || (quiet.has(event) && values.every(isWord));
}

/** `%-6s` with "PID". */
function isWord(value: ShownValue): boolean {
  if (value.kind !== 'string') return false;
  const { bytes } = value;
  return Array.from({ length: bytes.length }, (_, index) => bytes.at(index)).every(({ op }) => op === 'constant');
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
