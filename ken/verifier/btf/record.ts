import type { ByteView } from '../byte-view.ts';
import type { BtfKind, BtfType, EnumValue } from './types.ts';

/** Kind numbers of BTF. */
const kinds: readonly BtfKind[] = [
  'void',
  'int',
  'pointer',
  'array',
  'struct',
  'union',
  'enum',
  'forward',
  'typedef',
  'volatile',
  'const',
  'restrict',
  'function',
  'function-prototype',
  'variable',
  'data-section',
  'float',
  'declaration-tag',
  'type-tag',
  'enum64',
];

/** Bytes after the common part, by kind number: fixed, and for each of the `vlen` elements. */
const fixedBytes = [0, 4, 0, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 4, 0, 0];
const elementBytes = [0, 0, 0, 0, 12, 12, 8, 0, 0, 0, 0, 0, 0, 8, 0, 12, 0, 0, 0, 12];

/** Bytes of the record at `offset`: struct btf_type and what follows it. */
export function recordLength(records: ByteView, offset: number): number {
  const information = records.u32(offset + 4);
  const kind = (information >>> 24) & 31;
  const fixed = fixedBytes[kind];
  if (kind === 0 || fixed === undefined) records.fail(`BTF kind ${kind}`, offset);
  return 12 + fixed + (elementBytes[kind] ?? 0) * (information & 0xffff);
}

export function kindAt(records: ByteView, offset: number): BtfKind {
  return kinds[(records.u32(offset + 4) >>> 24) & 31] ?? 'void';
}

/** Decodes one record; `text` reads the string table. */
export function decodeRecord(records: ByteView, offset: number, text: (offset: number) => string): BtfType {
  const name = text(records.u32(offset));
  const information = records.u32(offset + 4);
  const count = information & 0xffff;
  const flag = information >>> 31 === 1;
  const kind = kindAt(records, offset);
  /** A size or a type id. */
  const third = records.u32(offset + 8);
  const extra = offset + 12;
  const elements = <T>(bytes: number, read: (at: number) => T): T[] =>
    Array.from({ length: count }, (_, index) => read(extra + index * bytes));

  switch (kind) {
    case 'int': {
      const word = records.u32(extra);
      const encoding = { signed: bit(word, 24), char: bit(word, 25), bool: bit(word, 26) };
      return { kind, name, size: third, bits: word & 0xff, offset: (word >>> 16) & 0xff, encoding };
    }
    case 'float':
      return { kind, name, size: third };
    case 'pointer':
    case 'typedef':
    case 'volatile':
    case 'const':
    case 'restrict':
    case 'type-tag':
      return { kind, name, type: third };
    case 'array':
      return {
        kind,
        name,
        element: records.u32(extra),
        index: records.u32(extra + 4),
        length: records.u32(extra + 8),
      };
    case 'struct':
    case 'union': {
      const members = elements(12, (at) => {
        const place = records.u32(at + 8);
        return {
          name: text(records.u32(at)),
          type: records.u32(at + 4),
          bitOffset: flag ? place & 0xff_ffff : place,
          bitSize: flag ? place >>> 24 : 0,
        };
      });
      return { kind, name, size: third, members };
    }
    case 'enum': {
      const values = elements(8, (at): EnumValue => {
        const value = flag ? records.i32(at + 4) : records.u32(at + 4);
        return { name: text(records.u32(at)), value: BigInt(value) };
      });
      return { kind, name, size: third, signed: flag, values };
    }
    case 'enum64': {
      const values = elements(12, (at): EnumValue => {
        const value = records.u64(at + 4);
        return { name: text(records.u32(at)), value: flag ? BigInt.asIntN(64, value) : value };
      });
      return { kind, name, size: third, signed: flag, values };
    }
    case 'forward':
      return { kind, name, of: flag ? 'union' : 'struct' };
    case 'function':
      return { kind, name, type: third, linkage: linkageOf(count) };
    case 'function-prototype': {
      const parameters = elements(8, (at) => ({ name: text(records.u32(at)), type: records.u32(at + 4) }));
      return { kind, name, returns: third, parameters };
    }
    case 'variable':
      return { kind, name, type: third, linkage: linkageOf(records.u32(extra)) };
    case 'data-section': {
      const variables = elements(12, (at) => ({
        type: records.u32(at),
        offset: records.u32(at + 4),
        size: records.u32(at + 8),
      }));
      return { kind, name, size: third, variables };
    }
    case 'declaration-tag':
      return { kind, name, type: third, component: records.i32(extra) };
    case 'void':
      return { kind, name: '' };
  }
}

function bit(word: number, index: number): boolean {
  return ((word >>> index) & 1) === 1;
}

function linkageOf(number: number): 'static' | 'global' | 'extern' {
  return number === 0 ? 'static' : number === 1 ? 'global' : 'extern';
}
