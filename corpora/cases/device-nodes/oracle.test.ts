import { expect, it } from 'vitest';
import { observed } from '../observed.ts';
import oracle from './oracle.ts';

const nodes = [
  { pid: 13011, name: 'ken-tape', kind: 'char', mode: 0o020640, major: 231, minor: 70001 },
  { pid: 13011, name: 'ken-disk', kind: 'block', mode: 0o060600, major: 1291, minor: 263 },
  { pid: 13219, name: 'ken-drum', kind: 'block', mode: 0o060660, major: 259, minor: 519 },
];
const account = [
  ...nodes.map(
    (node) =>
      `node ${Object.entries(node)
        .map((pair) => pair.join('='))
        .join(' ')}`,
  ),
  ...['fifo', 'socket', 'regular', 'link'].map((kind) => `decoy name=ken-${kind}`),
].join('\n');

type Node = (typeof nodes)[number];

const accepts = (show: (node: Node) => string, ...more: string[]): boolean =>
  oracle(observed(account, [...nodes.map(show), ...more])).every(({ holds }) => holds);

const right = ({ pid, name, kind, major, minor }: Node): string => `${pid} ${name} ${kind} ${major}:${minor}\n`;

it('accepts words, letters and modes for the kind', () => {
  expect(accepts(right)).toBe(true);
  expect(accepts(({ pid, name, kind, major, minor }) => `${kind.charAt(0)} ${major}, ${minor} ${name} (${pid})`)).toBe(
    true,
  );
  expect(accepts(({ pid, name, mode, major, minor }) => `${pid} ${name} 0${mode.toString(8)} ${major} ${minor}`)).toBe(
    true,
  );
});

it('refuses the other kind, no kind, cut numbers and nodes that are no devices', () => {
  const other = (kind: string): string => (kind === 'char' ? 'block' : 'char');
  expect(accepts((node) => right({ ...node, kind: other(node.kind) }))).toBe(false);
  expect(accepts((node) => right({ ...node, kind: '' }))).toBe(false);
  expect(accepts((node) => right({ ...node, minor: node.minor & 0xff }))).toBe(false);
  expect(accepts(right, '13117 ken-fifo char 0:0\n')).toBe(false);
});
