import type { OutputRecord } from '../../ken/kernel/observation.ts';

/**
 * One unit that an oracle matches in. `print` is one printf; `line` is what several printf's put on one line; `block`
 * is a run of labelled lines that belong to one event (`Parent: 1` / `Child: 2`); `map` is one map entry, key and value;
 * `ring` one ring or perf record; `trace` one line of bpf_printk.
 */
export interface Item {
  kind: 'print' | 'line' | 'block' | 'map' | 'ring' | 'trace';
  /** As a person would read it; '' for `ring`. */
  text: string;
  /** Raw bytes, for `ring` and libbpf maps. */
  bytes?: Uint8Array[];
  /** The records it is made of; more than one for `line` and `block`. */
  records: OutputRecord[];
  /** The finer items inside a `line` or `block`. */
  parts: Item[];
}

/** More printf's than this are not one line: the program just never prints a newline. */
const longestLine = 12;

/**
 * The units of a tracer's output, in order. Headers and banners are items like any other. Lines and blocks come in
 * addition to the prints they are made of; `itemsWith` counts the finest unit that matches, so nothing counts twice.
 */
export function items(records: readonly OutputRecord[]): Item[] {
  const single = records.map(itemOf);
  const lines = joinLines(single);
  return [...single, ...lines.filter((line) => line.kind === 'line'), ...joinBlocks(lines)].sort(
    (a, b) => first(a) - first(b),
  );
}

/** The visual lines only (assembled ones in place of their parts), maps, rings and traces: each event once. */
export function lines(records: readonly OutputRecord[]): Item[] {
  return joinLines(records.map(itemOf)).filter((item) => item.kind !== 'print' || item.text.trim() !== '');
}

/** Oracles ask again and again for the same records: the item of a record is made, and later read, once. */
const itemByRecord = new WeakMap<OutputRecord, Item>();

function itemOf(record: OutputRecord): Item {
  const item = itemByRecord.get(record) ?? newItem(record);
  itemByRecord.set(record, item);
  return item;
}

function newItem(record: OutputRecord): Item {
  const base = { records: [record], parts: [] };
  switch (record.source) {
    case 'print':
      return { kind: 'print', text: record.text, ...base };
    case 'trace-pipe':
      return { kind: 'trace', text: record.text, ...base };
    case 'ring':
      return { kind: 'ring', text: '', bytes: [record.bytes ?? Buffer.from(record.text, 'hex')], ...base };
    case 'map': {
      const bytes = [record.keyBytes, record.bytes].filter((part) => part !== undefined);
      return { kind: 'map', text: mapText(record), ...(bytes.length > 0 ? { bytes } : {}), ...base };
    }
  }
}

/** Key and value without the bounds of histogram buckets, which are no facts. */
function mapText(record: OutputRecord): string {
  const head = `${record.map ?? ''}[${record.key ?? ''}]:`;
  if (record.buckets !== undefined) return head;
  if (record.value !== undefined) return `${head} ${record.value}`;
  if (record.fields === undefined) return record.text;
  const fields = Object.entries(record.fields).map(([name, value]) => `${name}=${value}`);
  return `${head} ${fields.join(', ')}`;
}

/** Replaces the prints of one line by one `line` item; leaves everything else as it is. */
function joinLines(single: readonly Item[]): Item[] {
  const joined: Item[] = [];
  let open: Item[] = [];
  const close = (ended: boolean): void => {
    const [only] = open;
    if (ended && open.length > 1 && open.length <= longestLine) joined.push(join('line', open));
    else if (only !== undefined) joined.push(...open);
    open = [];
  };
  for (const item of single) {
    if (item.kind !== 'print') {
      close(false);
      joined.push(item);
      continue;
    }
    open.push(item);
    if (item.text.endsWith('\n')) close(true);
  }
  close(false);
  return joined;
}

/** Runs of at least two lines with different labels (`Parent PID: 12`, `Child PID: 13`); a repeated label starts anew. */
function joinBlocks(visual: readonly Item[]): Item[] {
  const blocks: Item[] = [];
  let open: Item[] = [];
  let labels = new Set<string>();
  const close = (): void => {
    if (open.length > 1) blocks.push(join('block', open));
    open = [];
    labels = new Set();
  };
  for (const line of visual) {
    const label = line.kind === 'print' || line.kind === 'line' ? labelOf(line.text) : undefined;
    if (label === undefined || labels.has(label) || open.length >= longestLine) close();
    if (label === undefined) continue;
    open.push(line);
    labels.add(label);
  }
  close();
  return blocks;
}

function labelOf(text: string): string | undefined {
  return /^\s*([A-Za-z][A-Za-z _-]{1,30})\s*[:=]/.exec(text)?.[1]?.trim();
}

/** Joined items by their first part, for the same reason. */
const joinedByPart = new WeakMap<Item, Item[]>();

function join(kind: 'line' | 'block', parts: readonly Item[]): Item {
  const [firstPart] = parts;
  const known = (firstPart && joinedByPart.get(firstPart)) ?? [];
  const same = known.find(
    (item) => item.kind === kind && item.parts.length === parts.length && item.parts.at(-1) === parts.at(-1),
  );
  if (same) return same;
  const item: Item = {
    kind,
    text: parts.map((part) => part.text).join(''),
    records: parts.flatMap((part) => part.records),
    parts: [...parts],
  };
  if (firstPart) joinedByPart.set(firstPart, [...known, item]);
  return item;
}

const first = (item: Item): number => item.records[0]?.sequence ?? 0;
