import { ByteView } from '../byte-view.ts';
import { BtfTable } from './btf-table.ts';
import { recordLength } from './record.ts';

const magic = 0xeb9f;

/**
 * Reads a BTF blob (Documentation/bpf/btf.rst). Only the places of the records are noted; types are decoded when asked for.
 * @param base for split BTF: the table, usually vmlinux's, that ids and strings continue
 * @param start where the blob lies in a larger input, for messages
 * @throws MalformedObject
 */
export function parseBtf(bytes: Uint8Array, base: BtfTable | null = null, start = 0): BtfTable {
  const view = new ByteView(bytes, start);
  if (view.u16(0) !== magic) view.fail(`no little-endian BTF: it starts with ${view.u16(0)}`, 0);
  if (view.u8(2) !== 1) view.fail(`BTF of version ${view.u8(2)}`, 2);
  const headerLength = view.u32(4);
  if (headerLength < 24) view.fail(`a header of ${headerLength} bytes`, 4);
  const records = view.part(headerLength + view.u32(8), view.u32(12));
  const strings = view.part(headerLength + view.u32(16), view.u32(20));
  return new BtfTable(records, placesOf(records), strings, base);
}

/** Offset of each record, in the order of the ids. */
function placesOf(records: ByteView): Uint32Array {
  // A record takes at least 12 bytes.
  const places = new Uint32Array(Math.floor(records.length / 12));
  let count = 0;
  for (let offset = 0; offset < records.length; count++) {
    places[count] = offset;
    offset += recordLength(records, offset);
    if (offset > records.length) records.fail('a type that does not end', places[count] ?? 0);
  }
  return places.subarray(0, count);
}
