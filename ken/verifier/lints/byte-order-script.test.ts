import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { typedProgram } from '../compile/typed-dump/typed-program.ts';
import { readObject } from '../elf/read-object.ts';
import { scriptOrderMistakes } from './byte-order-script.ts';

const fixture = (name: string): Buffer => readFileSync(path.join(import.meta.dirname, 'fixtures', name));
const { types } = readObject(fixture('network.o'));
const text = fixture('ports.bt').toString();
const tree = typedProgram(fixture('ports.dump').toString(), text);

/** The messages for each line of ports.bt, which holds one probe. */
const messages = text
  .trimEnd()
  .split('\n')
  .map((line, index) => {
    const probe = tree?.children[index];
    if (!probe || !types) throw new Error(`line ${index + 1} was not read`);
    return [line, scriptOrderMistakes(probe, types).map(({ message }) => message)] as const;
  });

const network = 'skc_dport is in network byte order and is';
const expected: readonly string[] = [
  `${network} printed`,
  `${network} printed`,
  `${network} used as a key of a map`,
  `${network} printed`,
  `${network} compared`,
  `${network} kept in a map`,
  `${network} printed`,
  'skc_num is in host byte order already; bswap() makes it wrong',
  'skc_daddr was converted; ntop() takes an address in network byte order',
  `${network} printed`,
  `${network} printed`,
];

it.each(messages.slice(0, expected.length).map(([line, found], index) => [line, found, expected[index]]))(
  'warns of %s',
  (_line, found, message) => {
    expect(found).toEqual([expect.stringContaining(message ?? '-')]);
  },
);

it.each(messages.slice(expected.length))('lets pass %s', (_line, found) => {
  expect(found).toEqual([]);
});
