import type { TypeTable } from '../../btf/type-table.ts';
import { MalformedObject } from '../../malformed-object.ts';
import type { BtfType, Member } from '../../btf/types.ts';

/** A field as a program sees it: named members and array indexes, without the anonymous members between them. */
export interface AccessPath {
  /** The root is taken as an array of this many elements before the field. */
  rootIndex: number;
  steps: AccessStep[];
  place: FieldPlace;
}

export type AccessStep = { member: string; type: number } | { index: number };

/** Where a field lies from the start of the root. */
export interface FieldPlace {
  bitOffset: number;
  /** 0 when it is no bit field. */
  bitSize: number;
  type: number;
}

/** BPF_CORE_SPEC_MAX_LEN. */
export const longestPath = 64;

/** Reads an access string such as `0:1:2`. Throws MalformedObject when the type has no such field. */
export function parseAccess(types: TypeTable, root: number, access: string): AccessPath {
  if (!/^\d{1,9}(:\d{1,9})*$/.test(access)) throw new MalformedObject(`the access string ${JSON.stringify(access)}`, 0);
  const [rootIndex = 0, ...indexes] = access.split(':').map(Number);
  if (indexes.length >= longestPath) throw new MalformedObject(`an access of ${indexes.length} steps`, 0);
  const rootSize = types.size(root) ?? 0;
  const place: FieldPlace = { bitOffset: rootIndex * rootSize * 8, bitSize: 0, type: root };
  const steps: AccessStep[] = [];
  for (const index of indexes) {
    const type = types.type(types.strip(place.type));
    if (type.kind === 'struct' || type.kind === 'union') {
      const member = type.members[index] ?? fail(type, index);
      if (member.name !== '') steps.push({ member: member.name, type: member.type });
      enter(place, member);
    } else if (type.kind === 'array') {
      steps.push({ index });
      place.bitOffset += index * (types.size(type.element) ?? 0) * 8;
      place.type = type.element;
    } else fail(type, index);
  }
  return { rootIndex, steps, place };
}

export function enter(place: FieldPlace, member: Member): void {
  place.bitOffset += member.bitOffset;
  place.bitSize = member.bitSize;
  place.type = member.type;
}

function fail(type: BtfType, index: number): never {
  throw new MalformedObject(`member ${index} of ${type.kind} ${type.name}`, 0);
}
