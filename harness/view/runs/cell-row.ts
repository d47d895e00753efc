import { KenError, quote } from '../../../ken/errors.ts';
import type { LinePointer } from '../../record/append-log.ts';
import { outcomes, recordPrefix, recordVersion, stages } from '../../record/record.ts';
import type { Outcome } from '../../record/record.ts';

/** What lists and filters need of a cell; the rest is read from the record when its page is opened. */
export interface CellRow {
  key: string;
  /** Place of its last record. */
  place: LinePointer;
  outcome: Outcome;
  case: string;
  framework: string;
  configuration: string;
  model: string;
  trial: number;
  gate: string | null;
  verdict: string | null;
  /** Judgement and method in short: `incorrect (oracle)`. */
  judgement: string | null;
  attempts: number;
  /** Of the system, without the judge. */
  seconds: number;
  programHash: string | null;
  /** First characters of the message. */
  error: string | null;
  /** Milliseconds since 1970. */
  finishedAt: number;
}

const longestError = 200;

/**
 * A row from one line of `records.jsonl`. Looks only at the fields that it takes, since a run may have 100,000 lines; a
 * `KenError('storage')` names a line that is not a record. `intern` answers one copy of equal texts. No text of the row is
 * a piece of the line, which would keep the whole line in memory.
 */
export function cellRow(line: string, place: LinePointer, path: string, intern: (text: string) => string): CellRow {
  const record = parseObject(line, path);
  if (record['v'] !== recordVersion) recordPrefix(line, path);
  const { outcome, gate, judgement, error, verdict, programHash } = record;
  if (!isOutcome(outcome)) throw unexpected('outcome', record, path);
  return {
    key: text('key', record, path),
    place,
    outcome,
    case: intern(text('case', record, path)),
    framework: intern(text('framework', record, path)),
    configuration: intern(text('configuration', record, path)),
    model: intern(text('model', record, path)),
    trial: count('trial', record, path),
    gate: isObject(gate) && typeof gate['status'] === 'string' ? intern(gate['status']) : null,
    verdict: typeof verdict === 'string' ? intern(verdict) : null,
    judgement: isObject(judgement) ? intern(judgementText(judgement)) : null,
    attempts: count('attempts', record, path),
    seconds: secondsOf(record['seconds']),
    programHash: typeof programHash === 'string' ? intern(programHash) : null,
    error:
      isObject(error) && typeof error['message'] === 'string' ? intern(error['message'].slice(0, longestError)) : null,
    finishedAt: Date.parse(text('finishedAt', record, path)),
  };
}

export function judgementText({ judgement, method }: { judgement?: unknown; method?: unknown }): string {
  return `${String(judgement)} (${String(method)})`;
}

function isOutcome(value: unknown): value is Outcome {
  return typeof value === 'string' && (outcomes as readonly string[]).includes(value);
}

function text(name: string, record: Record<string, unknown>, path: string): string {
  const value = record[name];
  if (typeof value === 'string') return value;
  throw unexpected(name, record, path);
}

function count(name: string, record: Record<string, unknown>, path: string): number {
  const value = record[name];
  if (typeof value === 'number') return value;
  throw unexpected(name, record, path);
}

function secondsOf(value: unknown): number {
  if (!isObject(value)) return 0;
  let sum = 0;
  for (const stage of stages) {
    const part = value[stage];
    if (stage !== 'judge' && typeof part === 'number') sum += part;
  }
  return sum;
}

function parseObject(line: string, path: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(line);
    if (isObject(value)) return value;
  } catch (cause) {
    throw new KenError('storage', `${path} holds a line that is not JSON: ${quote(line)}`, { cause });
  }
  throw new KenError('storage', `${path} holds a line that is not a record: ${quote(line)}`);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function unexpected(name: string, record: Record<string, unknown>, path: string): KenError {
  return new KenError('storage', `${path} holds a record without a usable ${quote(name)}: ${quote(record)}`);
}
