import type { Bucket, OutputRecord, Scalar } from '../observation.ts';
import { type ExactJson, isObject, memberOf, parseExactJson } from './exact-json.ts';

export interface BpftraceOutput {
  records: OutputRecord[];
  /** Events that bpftrace says it lost. */
  lost: number;
  /** How many probes bpftrace said it would attach; null when it did not get that far. */
  announced: number | null;
  /** True when the line that bpftrace prints after attaching is there, alone on its line. */
  ready: boolean;
  /** Lines that are not JSON (a cut-off tail, for example) or of an unknown kind, as they are. */
  other: string[];
}

export const bpftraceReadyMarker = '__BPFTRACE_NOTIFY_PROBES_ATTACHED';

/**
 * Reads the standard output of `bpftrace -f json` (0.23). A line that cannot be read costs only itself. bpftrace prints
 * empty lines only when it stops, before the maps that are left, and escapes every line break of a program: map entries
 * behind an empty line are marked `atExit`.
 */
export function parseBpftraceOutput(stdout: string): BpftraceOutput {
  const output: BpftraceOutput = { records: [], lost: 0, announced: null, ready: false, other: [] };
  let stopping = false;
  const lines = stdout.split('\n');
  lines.forEach((line, index) => {
    if (line === '') stopping ||= index < lines.length - 1;
    else if (line === bpftraceReadyMarker) output.ready = true;
    else readLine(line, output, stopping);
  });
  return output;
}

function readLine(line: string, output: BpftraceOutput, stopping: boolean): void {
  const parsed = parseExactJson(line);
  const type = parsed && memberOf(parsed.value, 'type');
  const data = parsed ? memberOf(parsed.value, 'data') : undefined;
  if (data === undefined) {
    output.other.push(line);
    return;
  }
  const add = (record: Omit<OutputRecord, 'sequence'>): void => {
    const atExit = stopping && record.source === 'map' ? { atExit: true } : {};
    output.records.push({ ...record, sequence: output.records.length, ...atExit });
  };
  switch (type) {
    case 'printf':
    case 'time':
    case 'cat':
    case 'join':
    case 'syscall':
    case 'strftime':
      add({ source: 'print', text: typeof data === 'string' ? data : `${shown(data)}\n` });
      return;
    case 'value':
      add({ source: 'print', text: `${shown(data)}\n` });
      return;
    case 'map':
    case 'hist':
    case 'lhist':
    case 'stats':
      for (const record of mapRecords(data)) add(record);
      return;
    case 'attached_probes':
      output.announced = count(memberOf(data, 'probes'));
      return;
    case 'lost_events':
      output.lost += count(memberOf(data, 'events'));
      return;
    default:
      output.other.push(line);
  }
}

function mapRecords(data: ExactJson): Omit<OutputRecord, 'sequence'>[] {
  if (!isObject(data)) return [];
  return data.members.flatMap(([map, value]) => {
    if (!isObject(value) || isStatistic(value)) return [mapRecord(map, '', value)];
    return value.members.map(([key, entry]) => mapRecord(map, key, entry));
  });
}

function mapRecord(map: string, key: string, value: ExactJson): Omit<OutputRecord, 'sequence'> {
  const text = `${map}${key === '' ? '' : `[${key}]`}: ${shown(value)}`;
  const record = { source: 'map' as const, text, map, key };
  const buckets = bucketsOf(value);
  if (buckets) return { ...record, buckets };
  if (typeof value === 'number' || typeof value === 'string') return { ...record, value };
  if (typeof value === 'boolean') return { ...record, value: value ? 1 : 0 };
  return value === null ? record : { ...record, fields: Object.fromEntries(leaves(value, '')) };
}

/** `stats` prints exactly these three; anything else with members is a map with keys. */
function isStatistic(value: ExactJson): boolean {
  return isObject(value) && value.members.map(([name]) => name).join() === 'count,average,total';
}

function bucketsOf(value: ExactJson): Bucket[] | null {
  if (!Array.isArray(value) || value.length === 0) return null;
  const buckets: Bucket[] = [];
  for (const item of value) {
    const events = memberOf(item, 'count');
    if (typeof events !== 'number') return null;
    const [min, max] = [memberOf(item, 'min'), memberOf(item, 'max')];
    buckets.push({
      ...(min === undefined ? {} : { min: Number(min) }),
      ...(max === undefined ? {} : { max: Number(max) }),
      count: events,
    });
  }
  return buckets;
}

/** Numbers and texts inside a tuple (`0`, `1.0`) or a struct (`next`, `a.b`), by their path. */
function leaves(value: ExactJson, path: string): [string, Scalar][] {
  if (typeof value === 'number' || typeof value === 'string') return [[path, value]];
  if (typeof value === 'boolean' || value === null) return [[path, value ? 1 : 0]];
  const inner: [string, ExactJson][] = Array.isArray(value)
    ? value.map((item, index) => [String(index), item])
    : value.members;
  return inner.flatMap(([name, item]) => leaves(item, path === '' ? name : `${path}.${name}`));
}

function shown(value: ExactJson): string {
  if (Array.isArray(value)) {
    return value.every((item) => isObject(item)) ? value.map(shown).join(' ') : `(${value.map(shown).join(', ')})`;
  }
  return isObject(value)
    ? `{ ${value.members.map(([name, item]) => `${name}: ${shown(item)}`).join(', ')} }`
    : String(value);
}

function count(value: ExactJson | undefined): number {
  return typeof value === 'number' ? value : 0;
}
