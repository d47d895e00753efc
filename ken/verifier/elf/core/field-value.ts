import type { TypeTable } from '../../btf/type-table.ts';
import type { CoreRelocationKind } from '../object.ts';
import type { AccessPath, FieldPlace } from './access-path.ts';
import type { Resolution } from './resolve.ts';

/** The number that a field relocation asks for (bpf_core_calc_field_relo). Little endian. */
export function fieldValue(
  kind: CoreRelocationKind,
  local: TypeTable,
  path: AccessPath,
  target: TypeTable,
  place: FieldPlace,
): Resolution {
  const storage = storageOf(target, place);
  if (storage === null) return { status: 'unresolved', reason: 'a field without a size' };
  const { byteOffset, byteSize } = storage;
  const bitSize = place.bitSize === 0 ? byteSize * 8 : place.bitSize;
  switch (kind) {
    case 'field-byte-offset':
      return {
        status: 'resolved',
        value: BigInt(byteOffset),
        sizes: sizesOf(local, path.place, target, place, byteSize),
      };
    case 'field-byte-size':
      return resolved(byteSize);
    case 'field-signed':
      return resolved(isSigned(target, place.type) ? 1 : 0);
    case 'field-left-shift':
      return resolved(64 - (place.bitOffset + bitSize - byteOffset * 8));
    case 'field-right-shift':
      return resolved(64 - bitSize);
    default:
      return { status: 'unresolved', reason: `the relocation ${kind} is not about a field` };
  }
}

/** The aligned bytes around a bit field, doubled until they hold it; null above 8 bytes. */
function storageOf(types: TypeTable, place: FieldPlace): { byteOffset: number; byteSize: number } | null {
  const size = types.size(place.type);
  if (size === null) return null;
  if (place.bitSize === 0) return { byteOffset: place.bitOffset / 8, byteSize: size };
  for (let byteSize = Math.max(1, size); byteSize <= 8; byteSize *= 2) {
    const byteOffset = Math.floor(place.bitOffset / 8 / byteSize) * byteSize;
    if (place.bitOffset + place.bitSize - byteOffset * 8 <= byteSize * 8) return { byteOffset, byteSize };
  }
  return null;
}

/** A load can follow a change of size when both are pointers or both unsigned integers. */
function sizesOf(local: TypeTable, own: FieldPlace, target: TypeTable, other: FieldPlace, targetSize: number) {
  const localSize = local.size(own.type);
  if (own.bitSize !== 0 || other.bitSize !== 0 || localSize === null || localSize === targetSize) return null;
  const a = local.type(local.strip(own.type));
  const b = target.type(target.strip(other.type));
  const pointers = a.kind === 'pointer' && b.kind === 'pointer';
  const numbers = a.kind === 'int' && b.kind === 'int' && !a.encoding.signed && !b.encoding.signed;
  return { local: localSize, target: targetSize, adjustable: pointers || numbers };
}

function isSigned(types: TypeTable, id: number): boolean {
  const type = types.type(types.strip(id));
  if (type.kind === 'enum' || type.kind === 'enum64') return type.signed;
  return type.kind === 'int' && type.encoding.signed;
}

function resolved(value: number): Resolution {
  return { status: 'resolved', value: BigInt(value), sizes: null };
}
