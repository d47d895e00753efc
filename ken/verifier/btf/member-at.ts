import type { BtfTable } from './btf-table.ts';
import { deepestType } from './strip.ts';
import type { MemberPath } from './type-table.ts';
import type { Member } from './types.ts';

/** Members looked at for one question: enough for any type of a kernel, little enough for a hostile one. */
const mostSteps = 20_000;
const mostPaths = 64;

/**
 * Members of a struct, union or array that cover exactly `size` bytes at `byteOffset`; scalars first, then the structs
 * around them. Unions give several. A bit field is given when its storage lies within the bytes.
 */
export function membersAt(table: BtfTable, id: number, byteOffset: number, size: number): MemberPath[] {
  const search: Search = { table, size, steps: 0, depth: 0, scalars: [], aggregates: [] };
  descend(search, id, '', byteOffset);
  return [...search.scalars, ...search.aggregates].slice(0, mostPaths);
}

interface Search {
  table: BtfTable;
  size: number;
  steps: number;
  /** Of structs and arrays around the current one; a hostile type may contain itself. */
  depth: number;
  scalars: MemberPath[];
  aggregates: MemberPath[];
}

/** `offset` counts from the start of the type. */
function descend(search: Search, id: number, path: string, offset: number): void {
  const type = search.table.type(search.table.strip(id));
  switch (type.kind) {
    case 'struct':
    case 'union':
      for (const member of type.members) {
        if (search.steps++ > mostSteps) return;
        visitMember(search, member, path, offset);
      }
      return;
    case 'array': {
      const elementSize = search.table.size(type.element);
      if (elementSize === null || elementSize === 0 || search.steps++ > mostSteps) return;
      const index = Math.floor(offset / elementSize);
      // Length 0 is a flexible array: any index may exist.
      if (type.length > 0 && index >= type.length) return;
      visit(search, type.element, `${path}[${index}]`, offset - index * elementSize, elementSize);
      return;
    }
    default:
      return;
  }
}

function visitMember(search: Search, member: Member, path: string, offset: number): void {
  const name = member.name === '' ? path : path === '' ? member.name : `${path}.${member.name}`;
  if (member.bitSize > 0) {
    const first = member.bitOffset - offset * 8;
    if (first < 0 || first + member.bitSize > search.size * 8 || member.name === '') return;
    const typeName = search.table.describe(member.type);
    const bits = { offset: first, width: member.bitSize };
    search.scalars.push({ path: name, typeName, type: member.type, bits });
    return;
  }
  const inside = offset - member.bitOffset / 8;
  if (inside < 0) return;
  const memberSize = search.table.size(member.type);
  if (memberSize !== null) visit(search, member.type, name, inside, memberSize);
}

/** `offset` counts from the start of this part, which has `partSize` bytes. */
function visit(search: Search, id: number, path: string, offset: number, partSize: number): void {
  const { table, size } = search;
  const stripped = table.type(table.strip(id));
  const flexible = stripped.kind === 'array' && stripped.length === 0;
  if (!flexible && offset + size > partSize) return;
  const composite = stripped.kind === 'struct' || stripped.kind === 'union' || stripped.kind === 'array';
  if (offset === 0 && size === partSize && path !== '') {
    (composite ? search.aggregates : search.scalars).push({ path, typeName: table.describe(id), type: id });
  }
  if (!composite || search.depth === deepestType) return;
  search.depth++;
  descend(search, id, path, offset);
  search.depth--;
}
