import { reservedPrefix } from '../desugar/annotated.ts';
import type { MapDefinition } from '../elf/object.ts';
import type { Side } from './equivalence.ts';

/** A map that its user sees: bpftrace prints it, or a loader reads it. */
export interface UserMap {
  /** As the source says, without the `@`. */
  name: string;
  definition: MapDefinition;
  /** As bpftrace spells them; null when there is no such, or for libbpf. */
  keyType: string | null;
  valueType: string | null;
  /** What its reader sees of a value, when that is not the value itself: `stats`, `hist`, `lhist 0, 100, 10`. */
  form: string;
}

/** Kinds that carry records or stacks, not entries. */
const notRead = new Set(['ringbuf', 'user_ringbuf', 'perf_event_array', 'stack_trace', 'prog_array']);

/** bpftrace's own maps have names without this prefix. */
const scriptPrefix = 'AT_';

export function userMaps({ compiled, object, histograms }: Side): UserMap[] {
  const maps = [...object.maps.values()].filter(
    ({ name, typeName }) => !notRead.has(typeName) && !name.includes(reservedPrefix),
  );
  if (compiled.framework === 'libbpf') {
    return maps.map((definition) => ({ name: definition.name, definition, keyType: null, valueType: null, form: '' }));
  }
  return maps
    .filter(({ name }) => name.startsWith(scriptPrefix))
    .map((definition) => {
      const name = definition.name.slice(scriptPrefix.length);
      const typed = compiled.maps.find((each) => each.name.replace(/^@/, '') === name);
      const valueType = typed?.value ?? null;
      const form = histograms?.get(name) ?? (valueType === 'stats_t' ? 'stats' : '');
      return { name, definition, keyType: typed?.key ?? null, valueType, form };
    });
}

/**
 * Ways to pair the maps of two programs, the most likely first: equal names, then equal types in the order of
 * definition. Maps without a partner are left out of a way. At most `most` ways.
 */
export function pairings(
  left: readonly UserMap[],
  right: readonly UserMap[],
  byType: boolean,
  most = 24,
): Map<string, string>[] {
  const named = new Map(
    left.filter(({ name }) => right.some((each) => each.name === name)).map(({ name }) => [name, name]),
  );
  const mine = left.filter(({ name }) => !named.has(name));
  const theirs = right.filter(({ name }) => !named.has(name));
  if (!byType || mine.length === 0 || theirs.length === 0) return [named];
  const ways: Map<string, string>[] = [];
  const extend = (index: number, way: Map<string, string>, used: ReadonlySet<UserMap>): void => {
    if (ways.length >= most) return;
    const map = mine[index];
    if (!map) {
      ways.push(way);
      return;
    }
    const partners = theirs.filter((each) => !used.has(each) && sameShape(map, each));
    for (const partner of partners) {
      extend(index + 1, new Map(way).set(map.name, partner.name), new Set(used).add(partner));
    }
    if (partners.length === 0) extend(index + 1, way, used);
  };
  extend(0, named, new Set());
  return ways;
}

function sameShape(left: UserMap, right: UserMap): boolean {
  return (
    (left.keyType === null) === (right.keyType === null) &&
    left.form === right.form &&
    kindOf(left.valueType) === kindOf(right.valueType)
  );
}

/** Numbers are one kind, however they are kept: a count and an integer look the same when printed. */
function kindOf(type: string | null): string | null {
  return type !== null && /^(?:u?int\d+|count_t|sum_t)$/.test(type) ? 'number' : type;
}
