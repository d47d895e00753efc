import type { BtfTable } from '../btf/btf-table.ts';
import type { Member } from '../btf/types.ts';
import { mapTypeName } from './map-types.ts';
import type { MapDefinition } from './object.ts';

/**
 * Maps that the data section .maps of the object's BTF declares, as libbpf reads them: `__uint(name, value)` is a pointer
 * to an array of that length, `__type(name, T)` a pointer to T.
 * @throws MalformedObject
 */
export function readMapDefinitions(types: BtfTable): Map<string, MapDefinition> {
  const maps = new Map<string, MapDefinition>();
  const section = types.byName('.maps', 'data-section');
  if (section === null) return maps;
  const declared = types.type(section);
  if (declared.kind !== 'data-section') return maps;
  for (const { type: id } of declared.variables) {
    const variable = types.type(id);
    if (variable.kind !== 'variable') types.fail('an entry of .maps that is no variable', section);
    if (maps.has(variable.name)) types.fail(`a second map with the name ${variable.name}`, id);
    const definition = types.type(types.strip(variable.type));
    if (definition.kind !== 'struct') types.fail(`the map ${variable.name} is no struct`, id);
    maps.set(variable.name, definitionOf(types, variable.name, definition.members, id));
  }
  return maps;
}

function definitionOf(types: BtfTable, name: string, members: readonly Member[], id: number): MapDefinition {
  const numbers = new Map<string, number>();
  const typesOf = new Map<string, number>();
  for (const member of members) {
    const pointer = types.type(types.strip(member.type));
    if (member.name === 'values') typesOf.set('values', member.type);
    else if (pointer.kind === 'pointer' && ['key', 'value'].includes(member.name)) {
      typesOf.set(member.name, pointer.type);
    } else numbers.set(member.name, numberOf(types, member, id));
  }
  const type = numbers.get('type') ?? types.fail(`the map ${name} has no type`, id);
  const keyType = typesOf.get('key') ?? null;
  const valueType = typesOf.get('value') ?? null;
  const sizeOf = (typeId: number | null): number => (typeId === null ? 0 : (types.size(typeId) ?? 0));
  return {
    name,
    type,
    typeName: mapTypeName(type),
    keySize: numbers.get('key_size') ?? sizeOf(keyType),
    valueSize: numbers.get('value_size') ?? (typesOf.has('values') ? 4 : sizeOf(valueType)),
    maxEntries: numbers.get('max_entries') ?? 0,
    keyType,
    valueType,
    flags: numbers.get('map_flags') ?? 0,
  };
}

function numberOf(types: BtfTable, member: Member, id: number): number {
  const type = types.type(types.strip(member.type));
  // __ulong(name, value) is an enum with one value.
  if (type.kind === 'enum' || type.kind === 'enum64') return Number(type.values[0]?.value ?? 0n);
  const array = type.kind === 'pointer' ? types.type(types.strip(type.type)) : type;
  if (array.kind !== 'array') return types.fail(`the map attribute ${member.name} is no number`, id);
  return array.length;
}
