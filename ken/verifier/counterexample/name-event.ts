import type { TypeTable } from '../btf/type-table.ts';
import type { FinishedPath, MemoryRead } from '../executor/exploration.ts';
import { eventOf, memoryFunctions, ofEvent } from '../helpers/input-names.ts';
import { argumentKey } from '../terms/evaluate.ts';
import type { Model } from '../terms/model.ts';
import type { Term } from '../terms/term.ts';
import type { NamedValue } from '../verification.ts';
import { formatNumber, formatText } from './format-value.ts';
import type { ProbeNames } from './probe-names.ts';
import { leavesOf } from './relevant-leaves.ts';

/** Most values that are told of one event: the rest seldom explains anything. */
const mostInputs = 8;

/**
 * The inputs of one event that a failure depends on, in the source's words, the most telling first: what the last
 * condition looks at, then what the others do.
 */
export function nameEvent(
  path: FinishedPath,
  event: number,
  { condition, model }: { condition: readonly Term[]; model: Model },
  names: ProbeNames,
  types: TypeTable | null,
): NamedValue[] {
  const last = leavesOf(condition.slice(-1));
  const all = leavesOf(condition);
  const found: { value: NamedValue; rank: number }[] = [];
  const add = (value: NamedValue | null, leaves: ReadonlySet<Term>): void => {
    if (!value || found.some((known) => known.value.name === value.name)) return;
    const touches = (set: ReadonlySet<Term>): boolean => [...leaves].some((leaf) => set.has(leaf));
    if (touches(all)) found.push({ value, rank: touches(last) ? 0 : 1 });
  };
  const reads = path.reads.filter((read) => read.event === event);
  for (const read of reads) {
    const leaves = read.value ? leavesOf([read.value]) : leavesInside(read, all, event, model);
    add(describeRead(read, reads, event, model, names, types), leaves);
  }
  for (const leaf of all) {
    const input = leaf.op === 'variable' ? eventOf(leaf.name) : null;
    if (input?.event !== event) continue;
    for (const value of describeInput(input.name, leaf, event, model, names)) add(value, new Set([leaf]));
  }
  return found
    .sort((left, right) => left.rank - right.rank)
    .slice(0, mostInputs)
    .map(({ value, rank }) => (rank === 0 ? { ...value, decisive: true } : value));
}

/** Bytes of a string that the conditions look at. */
function leavesInside(
  { address, size, space }: MemoryRead,
  all: ReadonlySet<Term>,
  event: number,
  model: Model,
): Set<Term> {
  const start = BigInt(model.value(address));
  const name = ofEvent(event, memoryFunctions[space]);
  const inside = [...all].filter((leaf) => {
    const [at] = leaf.args;
    if (leaf.op !== 'apply' || leaf.name !== name || !at) return false;
    const offset = BigInt(model.value(at)) - start;
    return offset >= 0n && offset < BigInt(size);
  });
  return new Set(inside);
}

interface Place {
  name: string;
  /** What it points to, in the kernel's types. */
  pointee: number | null;
}

function describeRead(
  read: MemoryRead,
  reads: readonly MemoryRead[],
  event: number,
  model: Model,
  names: ProbeNames,
  types: TypeTable | null,
): NamedValue | null {
  const place = placeOfRead(read, reads, event, names, types);
  const name = place?.name ?? `${read.space} memory at ${formatNumber(BigInt(model.value(read.address)), 64, '*')}`;
  if (!read.value) return { name: `str(${name})`, value: formatText(bytesAt(read, event, model)) };
  const value = formatNumber(BigInt(model.value(read.value)), read.value.width, place?.typeName ?? null);
  return { name, value, ...(place?.typeName === undefined ? {} : { type: place.typeName }) };
}

function bytesAt({ address, size, space }: MemoryRead, event: number, model: Model): number[] {
  const content = model.functions.get(ofEvent(event, memoryFunctions[space]));
  const start = BigInt(model.value(address));
  const length = Math.min(size, 64);
  return Array.from({ length }, (_, index) => {
    return Number(content?.get(argumentKey([BigInt.asUintN(64, start + BigInt(index))])) ?? 0n);
  });
}

/** Follows the address to a pointer that has a name: an argument of the event, or a field that was read before. */
function placeOfRead(
  { address, size, string }: MemoryRead,
  reads: readonly MemoryRead[],
  event: number,
  names: ProbeNames,
  types: TypeTable | null,
  depth = 0,
): (Place & { typeName?: string }) | null {
  if (depth > 16) return null;
  const [first, second] = address.args;
  const offset = address.op === 'add' && second?.op === 'constant' ? Number(BigInt.asIntN(64, second.value)) : 0;
  const base = offset !== 0 && first ? first : address;
  const pointer = placeOfPointer(base, reads, event, names, types, depth);
  if (!pointer) return null;
  if (string && offset === 0) return pointer;
  if (pointer.pointee === null || !types || offset < 0) {
    return { name: offset === 0 ? `*${pointer.name}` : `*(${pointer.name} + ${offset})`, pointee: null };
  }
  const members = types.memberAt(pointer.pointee, offset, size);
  const member = members.find(({ path }) => names.mentions(path.split('.').at(-1) ?? path)) ?? members[0];
  if (!member) return { name: `*(${pointer.name} + ${offset})`, pointee: null };
  return {
    name: `${pointer.name}->${member.path}`,
    pointee: pointeeOf(types, member.type),
    typeName: member.typeName,
  };
}

function placeOfPointer(
  base: Term,
  reads: readonly MemoryRead[],
  event: number,
  names: ProbeNames,
  types: TypeTable | null,
  depth: number,
): Place | null {
  const input = base.op === 'variable' ? eventOf(base.name) : null;
  if (input) {
    const named = names.input(input.name);
    return named && { name: named.name, pointee: named.pointee };
  }
  const read = reads.find(({ value }) => value === base);
  return read ? placeOfRead(read, reads, event, names, types, depth + 1) : null;
}

function pointeeOf(types: TypeTable, id: number): number | null {
  const type = types.type(types.strip(id));
  return type.kind === 'pointer' ? types.strip(type.type) : null;
}

/** One input under the names that programs use for its parts. */
function describeInput(name: string, leaf: Term, event: number, model: Model, names: ProbeNames): NamedValue[] {
  const value = BigInt(model.value(leaf));
  const high = value >> 32n;
  const low = value & 0xffffffffn;
  if (name === 'pid_tgid') return pair('pid', high, 'tid', low);
  if (name === 'uid_gid') return pair('uid', low, 'gid', high);
  if (name.startsWith('comm!')) {
    const bytes = Array.from({ length: 16 }, (_, index) =>
      Number(model.variables.get(ofEvent(event, `comm!${index}`)) ?? 0n),
    );
    return [{ name: 'comm', value: formatText(bytes) }];
  }
  const named = names.input(name);
  return [
    {
      name: named?.name ?? name,
      value: leaf.width === 0 ? String(model.value(leaf)) : formatNumber(value, leaf.width, named?.typeName ?? null),
      ...(named && named.typeName !== null ? { type: named.typeName } : {}),
    },
  ];
}

function pair(first: string, one: bigint, second: string, two: bigint): NamedValue[] {
  return [
    { name: first, value: one.toString() },
    { name: second, value: two.toString() },
  ];
}
