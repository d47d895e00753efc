import { expect, it } from 'vitest';
import { observed } from '../observed.ts';
import oracle from './oracle.ts';

const files = [
  { name: 'ken-story', first: 1, sequential: 36, scattered: 3 },
  { name: 'ken-index', first: 1, sequential: 11, scattered: 23 },
  { name: 'ken-shared', first: 2, sequential: 47, scattered: 2 },
];
const account = [
  ...files.map(
    (file) =>
      `reads ${Object.entries(file)
        .map((pair) => pair.join('='))
        .join(' ')}`,
  ),
  'decoy name=ken-written',
].join('\n');

type File = (typeof files)[number];

const counted = (entries: (file: File) => [key: string, value: number][], map = '@reads'): boolean =>
  oracle(
    observed(
      account,
      [],
      files.flatMap((file) => entries(file).map(([key, value]) => ({ map, key, value }))),
    ),
  ).every(({ holds }) => holds);

it('accepts kinds in keys and rows of a table, with the first read in either kind', () => {
  const kinds = ({ name, sequential, scattered }: File): [string, number][] => [
    [`${name}, sequential`, sequential + 1],
    [`${name}, random`, scattered],
  ];
  expect(counted(kinds)).toBe(true);
  const rows = files.map(({ name, first, sequential, scattered }) => `${name} ${sequential} ${scattered + first}\n`);
  expect(oracle(observed(account, ['FILE SEQUENTIAL RANDOM\n', ...rows])).every(({ holds }) => holds)).toBe(true);
});

it('refuses kinds that have the names of one another, kinds that are missing, and other counts', () => {
  expect(
    counted(({ name, sequential, scattered }) => [
      [`${name}, random`, sequential],
      [`${name}, sequential`, scattered],
    ]),
  ).toBe(false);
  expect(counted(({ name, sequential }) => [[`${name}, sequential`, sequential]])).toBe(false);
  expect(
    counted(({ name, sequential, scattered }) => [
      [`${name}, sequential`, sequential - 1],
      [`${name}, random`, scattered],
    ]),
  ).toBe(false);
});
