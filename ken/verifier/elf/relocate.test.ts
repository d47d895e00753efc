import { describe, expect, it } from 'vitest';
import { disassemble } from '../isa/disassemble.ts';
import { essentialName } from './core/essential-name.ts';
import { readFixture } from './fixtures/read-fixture.ts';
import type { BpfObject } from './object.ts';
import { readObject } from './read-object.ts';
import { relocate } from './relocate.ts';

const kernelTypes = readObject(readFixture('kernel')).types;
if (kernelTypes === null) throw new Error('the fixture has no BTF');
const object = readObject(readFixture('core'));
const relocated = relocate(object, kernelTypes);

function listing(from: BpfObject, name: string): string[] {
  return (from.functions.find((each) => each.name === name)?.instructions ?? []).map(disassemble);
}

/** The constants that a function stores, in the order of the code; the zeros of wide loads are addresses. */
function constants(name: string): string[] {
  return listing(relocated, name).flatMap((line) => /^[rw][1-9] = (\d+|0x[1-9a-f]\w*)$/.exec(line)?.[1] ?? []);
}

describe('relocate', () => {
  it('answers for fields with the layout of the kernel', () => {
    // address.port, sizeof mark, gone exists, mark exists, table[2], mark of a flavour, mark signed, shifts of flag, missing.
    expect(constants('offsets')).toEqual(['12', '2', '0', '1', '40', '24', '0', '51', '60', '0']);
  });

  it('answers for values of enums, by name', () => {
    expect(listing(relocated, 'enums').filter((line) => line.startsWith('r1'))).toEqual(['r1 = 0x7', 'r1 = 0x0']);
  });

  it('answers for types: identifier, existence, size', () => {
    expect(constants('types')).toEqual([`0x${kernelTypes.byName('sock', 'struct')}`, '1', '72', '0']);
  });

  it('changes loads to the size that an unsigned field has in the kernel', () => {
    expect(listing(object, 'loads').slice(0, 2)).toEqual(['r0 = *(u32 *)(r1 +8)', 'r1 = *(u64 *)(r1 +16)']);
    expect(listing(relocated, 'loads').slice(0, 2)).toEqual(['r0 = *(u16 *)(r1 +24)', 'r1 = *(u32 *)(r1 +28)']);
  });

  it('poisons an access to a field that the kernel does not have', () => {
    expect(listing(relocated, 'gone')[0]).toMatch(/invalid .*the kernel has no field gone of struct sock/);
  });

  it('leaves the object itself as it was', () => {
    expect(object.coreRelocations.length).toBeGreaterThan(15);
    expect(relocated.coreRelocations).toEqual([]);
    expect(listing(object, 'gone')[0]).toBe('r0 = *(u32 *)(r1 +12)');
  });

  it.each([
    ['task_struct___old', 'task_struct'],
    ['task_struct', 'task_struct'],
    ['a___b___c', 'a'],
    ['name__', 'name__'],
  ])('takes the flavour from %s', (flavoured, plain) => {
    expect(essentialName(flavoured)).toBe(plain);
  });
});
