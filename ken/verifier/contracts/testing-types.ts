import type { TypeTable } from '../btf/type-table.ts';
import type { BtfKind, BtfType } from '../btf/types.ts';
import type { Signature } from './language/signature.ts';

/** Ids of the types of `testingTypes`. */
export const typeIds = {
  int: 1,
  unsigned: 2,
  long: 3,
  ulong: 4,
  bool: 5,
  sock: 6,
  sockPointer: 7,
  voidPointer: 8,
  be16: 9,
  ushort: 10,
  buffer: 11,
} as const;

const integer = (name: string, size: number, signed: boolean, bool = false): BtfType => ({
  ...{ kind: 'int', name, size, bits: size * 8, offset: 0 },
  encoding: { signed, char: false, bool },
});

const types: BtfType[] = [
  { kind: 'void', name: '' },
  integer('int', 4, true),
  integer('unsigned int', 4, false),
  integer('long int', 8, true),
  integer('long unsigned int', 8, false),
  integer('_Bool', 1, false, true),
  {
    ...{ kind: 'struct', name: 'sock', size: 32 },
    members: [
      { name: 'sk_state', type: 1, bitOffset: 0, bitSize: 0 },
      { name: 'sk_port', type: 9, bitOffset: 32, bitSize: 0 },
      { name: 'sk_next', type: 7, bitOffset: 64, bitSize: 0 },
      { name: 'sk_buffer', type: 11, bitOffset: 128, bitSize: 0 },
    ],
  },
  { kind: 'pointer', name: '', type: 6 },
  { kind: 'pointer', name: '', type: 0 },
  { kind: 'typedef', name: '__be16', type: 10 },
  integer('short unsigned int', 2, false),
  { kind: 'array', name: '', element: 1, index: 1, length: 4 },
];

/** A small type table for tests: C's basic types and a `struct sock`. `functions` are added as functions of BTF. */
export function testingTypes(functions: Readonly<Record<string, Signature>> = {}): TypeTable {
  const all = [...types];
  for (const [name, { parameters, returns }] of Object.entries(functions)) {
    all.push({ kind: 'function-prototype', name: '', returns, parameters: [...parameters] });
    all.push({ kind: 'function', name, type: all.length - 1, linkage: 'static' });
  }
  const type = (id: number): BtfType => all[id] ?? { kind: 'void', name: '' };
  const allByName = (name: string, kind?: BtfKind): number[] =>
    all.flatMap((each, id) =>
      each.name === name && name !== '' && (kind === undefined || each.kind === kind) ? [id] : [],
    );
  const strip = (id: number): number => {
    const found = type(id);
    return found.kind === 'typedef' || found.kind === 'const' ? strip(found.type) : id;
  };
  const describe = (id: number): string => {
    const found = type(id);
    if (found.kind === 'pointer') return `${describe(found.type)} *`;
    if (found.kind === 'array') return `${describe(found.element)}[${found.length}]`;
    return found.kind === 'struct' ? `struct ${found.name}` : found.kind === 'void' ? 'void' : found.name;
  };
  return {
    count: all.length,
    type,
    allByName,
    byName: (name, kind) => allByName(name, kind)[0] ?? null,
    size: () => null,
    strip,
    describe,
    memberAt: () => [],
    declarationTags: () => [],
  };
}
