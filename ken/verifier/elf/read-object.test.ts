import { describe, expect, it } from 'vitest';
import { disassemble } from '../isa/disassemble.ts';
import { readFixture } from './fixtures/read-fixture.ts';
import { readObject } from './read-object.ts';

const object = readObject(readFixture('features'));

function functionNamed(name: string) {
  const found = object.functions.find((each) => each.name === name);
  if (!found) throw new Error(`no function ${name}`);
  return found;
}

describe('readObject', () => {
  it('finds global and static functions, also those in .text', () => {
    expect(object.functions.map(({ name, section, global }) => [name, section, global]).sort()).toEqual([
      ['add_to', '.text', false],
      ['each', '.text', false],
      ['on_connect', 'kprobe/tcp_connect', true],
      ['over_limit', '.text', true],
    ]);
    for (const { typeId, name } of object.functions) expect(object.types?.type(typeId ?? 0).name).toBe(name);
  });

  it('resolves every reference', () => {
    const references = [...functionNamed('on_connect').references.values()];
    expect(references).toEqual([
      expect.objectContaining({ kind: 'extern', name: 'CONFIG_HZ' }),
      { kind: 'map', map: 'events' },
      { kind: 'data', section: '.bss', offset: 0 },
      { kind: 'data', section: '.data', offset: 0 },
      { kind: 'data', section: '.rodata', offset: 4 },
      { kind: 'function', function: 'each', instruction: 0 },
      { kind: 'map', map: 'ring' },
      { kind: 'function', function: 'add_to', instruction: 0 },
      { kind: 'function', function: 'over_limit', instruction: 0 },
    ]);
    expect([...functionNamed('over_limit').references.values()]).toEqual([
      { kind: 'data', section: '.rodata', offset: 0 },
    ]);
  });

  it('reads the definitions of maps from BTF', () => {
    const { types } = object;
    const events = object.maps.get('events');
    expect(events).toMatchObject({ type: 1, typeName: 'hash', keySize: 4, valueSize: 20, maxEntries: 128, flags: 0 });
    expect(types?.describe(events?.keyType ?? 0)).toBe('u32');
    expect(types?.describe(events?.valueType ?? 0)).toBe('struct event');
    expect(object.maps.get('ring')).toMatchObject({ typeName: 'ringbuf', maxEntries: 4096, keySize: 0, keyType: null });
  });

  it('copies data sections and fills .bss with zeros', () => {
    const sections = object.sections.map(({ name, bytes, readOnly }) => [
      name,
      Buffer.from(bytes).toString('hex'),
      readOnly,
    ]);
    expect(sections).toEqual(
      expect.arrayContaining([
        ['.rodata', `07000000${Buffer.from('sum %d\n\0').toString('hex')}`, true],
        ['.data', '0500000000000000', false],
        ['.bss', '0000000000000000', false],
      ]),
    );
    expect(object.license).toBe('GPL');
  });

  it('knows the source line of an instruction', () => {
    const { instructions } = functionNamed('on_connect');
    const loop = instructions.findIndex((instruction) => disassemble(instruction) === 'call helper#181');
    const line = object.lines.findLast((each) => each.function === 'on_connect' && each.instruction <= loop);
    expect(line).toMatchObject({ line: 57, text: '    loop(10, each, &sum, 0);' });
    expect(line?.file).toMatch(/features\.bpf\.c$/);
  });

  it('decodes only valid instructions', () => {
    expect(
      object.functions.flatMap(({ instructions }) => instructions).filter(({ kind }) => kind === 'invalid'),
    ).toEqual([]);
  });
});
