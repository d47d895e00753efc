import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readFixture } from '../elf/fixtures/read-fixture.ts';
import { readObject } from '../elf/read-object.ts';
import { cacheFolder } from '../../kernel/image/cache-folder.ts';
import { parseBtf } from './parse-btf.ts';
import type { TypeTable } from './type-table.ts';

function fixtureTypes(name: 'features' | 'core' | 'kernel'): TypeTable {
  const { types } = readObject(readFixture(name));
  if (!types) throw new Error(`${name} has no BTF`);
  return types;
}

function idOf(types: TypeTable, name: string, kind: 'struct' | 'function' | 'enum'): number {
  const id = types.byName(name, kind);
  if (id === null) throw new Error(`no ${kind} ${name}`);
  return id;
}

describe('a type table', () => {
  const kernel = fixtureTypes('kernel');
  const sock = idOf(kernel, 'sock', 'struct');

  it('names members through anonymous structs and unions', () => {
    expect(kernel.memberAt(sock, 12, 2)).toMatchObject([{ path: 'address.port', typeName: 'unsigned short' }]);
    expect(kernel.memberAt(sock, 8, 8).map(({ path }) => path)).toEqual(['whole']);
    expect(kernel.memberAt(sock, 12, 8).map(({ path, typeName }) => [path, typeName])).toEqual([
      ['address', 'struct {...}'],
    ]);
    expect(kernel.memberAt(sock, 40, 4)).toMatchObject([{ path: 'table[2]', typeName: 'unsigned int' }]);
    expect(kernel.memberAt(sock, 13, 2)).toEqual([]);
    expect(kernel.memberAt(sock, 900, 4)).toEqual([]);
  });

  it('gives the bit fields within the bytes', () => {
    expect(kernel.memberAt(sock, 64, 4)).toMatchObject([
      { path: 'before', bits: { offset: 0, width: 9 } },
      { path: 'flag', bits: { offset: 9, width: 4 } },
    ]);
    expect(kernel.memberAt(sock, 65, 1)).toMatchObject([{ path: 'flag', bits: { offset: 1, width: 4 } }]);
  });

  it('knows functions, enums and sizes', () => {
    const features = fixtureTypes('features');
    expect(features.describe(idOf(features, 'add_to', 'function'))).toBe('int add_to(int, u64 *)');
    expect(features.size(idOf(features, 'event', 'struct'))).toBe(20);
    const state = kernel.type(idOf(kernel, 'state', 'enum'));
    expect(state).toMatchObject({ values: [{ name: 'NEW', value: 0n }, { name: 'CLOSED', value: 7n }, {}] });
    expect(kernel.byName('nothing')).toBeNull();
  });
});

// Written by hand: a base with `int` (1), and a module's table that continues it with a pointer and an array.
it('continues the ids and strings of the table that a module builds on', () => {
  const header = (types: number, strings: number): number[] => [0x0001_eb9f, 24, 0, types, types, strings];
  const text = (value: string): number[] => [...new Uint32Array(Uint8Array.from(Buffer.from(value)).buffer)];
  const base = [...header(16, 8), 1, 0x0100_0000, 4, 0x0100_0020, ...text('\0int\0\0\0\0')];
  const split = [...header(36, 8), 0, 0x0200_0000, 1, 9, 0x0300_0000, 0, 2, 1, 3, ...text('\0own\0\0\0\0')];
  const bytes = (words: number[]): Uint8Array => new Uint8Array(Uint32Array.from(words).buffer);
  const kernel = parseBtf(bytes(base));
  const module = parseBtf(bytes(split), kernel);
  expect([kernel.count, module.count]).toEqual([2, 4]);
  expect(module.describe(3)).toBe('int *[3]');
  expect(module.size(3)).toBe(24);
  expect(module.byName('int', 'int')).toBe(1);
  expect(module.type(3).name).toBe('own');
  expect(() => kernel.type(2)).toThrow(/type id 2/);
});

const guestBtf = builtImages().find((file) => existsSync(file));

/** Where images that were built keep the BTF of their kernel. */
function builtImages(): string[] {
  const images = cacheFolder('images');
  if (!existsSync(images)) return [];
  return readdirSync(images).flatMap((image) =>
    readdirSync(path.join(images, image))
      .filter((entry) => entry.startsWith('template-'))
      .map((template) => path.join(images, image, template, 'vmlinux.btf')),
  );
}

describe.skipIf(guestBtf === undefined)("the guest kernel's BTF (where an image was built)", () => {
  it('names the ports of a socket with their byte order', () => {
    const types = parseBtf(new Uint8Array(readFileSync(guestBtf ?? '')));
    const sock = idOf(types, 'sock', 'struct');
    expect(types.memberAt(sock, 12, 2)).toMatchObject([{ path: '__sk_common.skc_dport', typeName: '__be16' }]);
    expect(types.memberAt(sock, 14, 2)).toMatchObject([{ path: '__sk_common.skc_num', typeName: '__u16' }]);
    expect(types.describe(idOf(types, 'tcp_connect', 'function'))).toMatch(/^int tcp_connect\(struct sock \*\)$/);
    const regs = types.memberAt(idOf(types, 'pt_regs', 'struct'), 112, 8);
    expect(regs).toMatchObject([{ path: 'di', typeName: 'long unsigned int' }]);
  });
});
