import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseBtf } from '../btf/parse-btf.ts';
import { MalformedObject } from '../malformed-object.ts';
import { readFixture } from './fixtures/read-fixture.ts';
import { readObject } from './read-object.ts';
import { relocate } from './relocate.ts';

const names = ['features', 'core', 'kernel'] as const;
const kernelTypes = readObject(readFixture('kernel')).types;

/** Reads an object and asks everything of it; the only accepted fault is MalformedObject. */
function readAll(bytes: Uint8Array): 'read' | 'malformed' {
  try {
    const object = readObject(bytes);
    if (kernelTypes) relocate(object, kernelTypes);
    const { types } = object;
    for (let id = 0; types && id < types.count; id++) {
      types.memberAt(id, 4, 2);
      types.describe(id);
      types.size(id);
      types.declarationTags(id);
      types.byName(types.type(id).name);
    }
    // What was made of the input stays in proportion to it.
    const items = object.functions.reduce((sum, { instructions }) => sum + instructions.length, object.lines.length);
    expect(items).toBeLessThanOrEqual(bytes.length);
    return 'read';
  } catch (error) {
    if (error instanceof MalformedObject) return 'malformed';
    throw error;
  }
}

function changed(name: (typeof names)[number], change: (view: DataView) => void): Uint8Array {
  const bytes = Uint8Array.from(readFixture(name));
  change(new DataView(bytes.buffer));
  return bytes;
}

/** Offset of the header of the first section of a type. */
function headerOf(view: DataView, type: number): number {
  const table = Number(view.getBigUint64(40, true));
  for (let index = 0; index < view.getUint16(60, true); index++) {
    if (view.getUint32(table + index * 64 + 4, true) === type) return table + index * 64;
  }
  throw new Error(`no section of type ${type}`);
}

describe('hostile objects', () => {
  it('accepts the fixtures themselves', () => {
    expect(names.map((name) => readAll(readFixture(name)))).toEqual(['read', 'read', 'read']);
  });

  it('gives a result or MalformedObject for changed bytes', { timeout: 120_000 }, () => {
    const interesting = fc.constantFrom(0, 1, 2, 0x7f, 0x80, 0xff);
    const place = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    const changes = fc.array(fc.tuple(place, fc.oneof(interesting, fc.integer({ min: 0, max: 255 }))), {
      minLength: 1,
      maxLength: 6,
    });
    const seen = { read: 0, malformed: 0 };
    fc.assert(
      fc.property(fc.constantFrom(...names), changes, (name, list) => {
        const bytes = Uint8Array.from(readFixture(name));
        for (const [where, byte] of list) bytes[Math.floor(where * bytes.length)] = byte;
        seen[readAll(bytes)]++;
      }),
      { numRuns: 1500 },
    );
    // Otherwise the changes test nothing.
    expect(seen.read).toBeGreaterThan(50);
    expect(seen.malformed).toBeGreaterThan(50);
  });

  it(
    'gives a result or MalformedObject for 32-bit fields of the headers, BTF and line info',
    { timeout: 120_000 },
    () => {
      const values = fc.constantFrom(0, 1, 3, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff, 0x1_0000, 0x100);
      const word = fc.tuple(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), values);
      fc.assert(
        fc.property(fc.constantFrom(...names), fc.array(word, { minLength: 1, maxLength: 4 }), (name, list) => {
          readAll(
            changed(name, (view) => {
              for (const [where, value] of list) {
                view.setUint32(Math.floor((where * (view.byteLength - 4)) / 4) * 4, value, true);
              }
            }),
          );
        }),
        { numRuns: 1500 },
      );
    },
  );

  it('refuses every truncation', () => {
    const bytes = readFixture('core');
    const results = Array.from({ length: 60 }, (_, part) => readAll(bytes.subarray(0, (bytes.length * part) / 60)));
    expect(new Set(results)).toEqual(new Set(['malformed']));
  });

  it('refuses a huge .bss', () => {
    const bytes = changed('features', (view) => view.setBigUint64(headerOf(view, 8) + 32, 0xffff_ffffn, true));
    expect(() => readObject(bytes)).toThrow(/bytes of \.bss/);
  });

  it('refuses sections that share bytes', () => {
    const bytes = changed('features', (view) => {
      const symbols = headerOf(view, 2);
      view.setBigUint64(headerOf(view, 9) + 24, view.getBigUint64(symbols + 24, true), true);
    });
    expect(() => readObject(bytes)).toThrow(/overlaps/);
  });

  it('refuses a file that is no ELF, or for another machine', () => {
    expect(() => readObject(new Uint8Array(0))).toThrow(MalformedObject);
    expect(() => readObject(new TextEncoder().encode('#!/bin/sh\n'.repeat(20)))).toThrow(/no ELF file/);
    expect(() => readObject(changed('core', (view) => view.setUint16(18, 62, true)))).toThrow(/machine 62 is not BPF/);
  });
});

describe('hostile BTF', () => {
  /** Records as 32-bit words; the string table is "\0a\0". */
  function btf(...words: number[]): Uint8Array {
    const strings = [0x0061_0000 >>> 8, 0];
    const header = [0x0001_eb9f, 24, 0, words.length * 4, words.length * 4, 8];
    return new Uint8Array(Uint32Array.from([...header, ...words, ...strings]).buffer);
  }
  const kind = (number: number, count = 0): number => (number << 24) | count;

  it.each<[string, number[]]>([
    ['a typedef of itself', [1, kind(8), 1]],
    ['two typedefs of each other', [1, kind(8), 2, 1, kind(8), 1]],
    ['an array of itself', [0, kind(3), 0, 1, 1, 4]],
    [
      'an array of absurd size',
      [0, kind(3), 0, 2, 2, 0xffff_ffff, 0, kind(3), 0, 3, 3, 0xffff_ffff, 1, kind(1), 8, 64],
    ],
  ])('finds that %s has no size', (_, words) => {
    expect(() => parseBtf(btf(...words)).size(1)).toThrow(MalformedObject);
  });

  it('ends for a struct that holds itself many times', () => {
    const members = Array.from({ length: 2000 }, () => [0, 1, 0]).flat();
    const table = parseBtf(btf(1, kind(4, 2000), 8, ...members));
    expect(table.memberAt(1, 0, 4)).toEqual([]);
    expect(table.memberAt(1, 0, 8).length).toBeLessThanOrEqual(64);
    expect(table.describe(1)).toBe('struct a');
  });

  it('ends for a function that takes itself', () => {
    const parameters = Array.from({ length: 1000 }, () => [0, 1]).flat();
    expect(parseBtf(btf(0, kind(13, 1000), 1, ...parameters)).describe(1).length).toBeLessThan(5000);
  });

  it.each<[string, number[]]>([
    ['a record that does not end', [1, kind(4, 60_000), 8]],
    ['an unknown kind', [1, kind(25), 0]],
  ])('refuses %s', (_, words) => {
    expect(() => parseBtf(btf(...words))).toThrow(MalformedObject);
  });

  it('refuses ids and names outside the tables', () => {
    expect(() => parseBtf(btf(1, kind(8), 77)).size(1)).toThrow(/type id 77/);
    expect(() => parseBtf(btf(999, kind(8), 0)).type(1)).toThrow(/a name without an end/);
  });
});
