import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { outputFormats } from '../bpftrace/outputs.ts';
import { mapTypes, variableTypes } from '../bpftrace/types-of.ts';
import { type TypedNode, walk } from '../typed-tree.ts';
import { markLoopEnds } from './loop-ends.ts';
import { typedProgram } from './typed-program.ts';

/** language.dump is the stage "Semantic" of `bpftrace -d ast` 0.23.2 for `markLoopEnds` of language.bt. */
const fixture = (name: string): string => readFileSync(path.join(import.meta.dirname, '..', 'fixtures', name), 'utf8');
const [text, dump] = [fixture('language.bt'), fixture('language.dump')];

function read(): TypedNode {
  const tree = typedProgram(dump, text);
  if (!tree) throw new Error('the dump was not read');
  return tree;
}

/** `line kind text :: type` of each node, indented. */
function shown(node: TypedNode, depth = 0): string[] {
  const type = node.type === null ? '' : ` :: ${node.type}${node.addressSpace ? `, ${node.addressSpace}` : ''}`;
  const line = `${' '.repeat(depth)}${node.line ?? '-'} ${node.kind} ${JSON.stringify(node.text)}${type}`;
  return [line, ...node.children.flatMap((child) => shown(child, depth + 1))];
}

it('reads every construct of the language, as version 0.23.2 prints it', () => {
  expect(shown(read()).join('\n')).toMatchSnapshot();
});

it('knows no node that it has no kind for', () => {
  expect([...walk(read())].filter(({ kind }) => kind === 'other')).toEqual([]);
});

it('tells the probes apart, also after an empty one and after loops', () => {
  const probes = read().children.map(({ children }) =>
    children.filter(({ kind }) => kind === 'attach-point').map((point) => point.text),
  );
  expect(probes).toEqual([['BEGIN'], ['kprobe:tcp_connect', 'kprobe:tcp_sendmsg'], ['interval:s:1']]);
});

it('ends the body of a while where the source does', () => {
  const [, probe] = read().children;
  const statements = probe?.children.at(-1)?.children.map(({ kind }) => kind);
  expect(statements).toEqual([
    ...['declaration', 'assignment', 'assignment', 'while', 'if', 'call', 'assignment', 'unroll'],
  ]);
});

it('finds formats, types and maps', () => {
  const tree = read();
  expect(outputFormats(tree).map(({ action, id, format, line, map }) => ({ action, id, format, line, map }))).toEqual([
    { action: 'printf', id: 0, format: '%s a\tb\\ "%d" :: [x] é\n', line: 17, map: undefined },
    { action: 'print-value', id: 30_007, format: '', line: 22, map: undefined },
    { action: 'clear-map', id: 30_002, format: '', line: 22, map: { name: '@a', number: 0 } },
    { action: 'exit', id: 30_000, format: '', line: 22, map: undefined },
  ]);
  expect(outputFormats(tree)[0]?.arguments.map(({ type }) => type)).toEqual(['string[14]', 'uint16']);
  expect(variableTypes(tree)).toContainEqual({ name: '$sk', type: 'struct sock *', probe: 1 });
  expect(mapTypes(tree)).toContainEqual({ name: '@a', key: '(uint32,string[16])', value: 'count_t' });
});

it('refuses a dump whose loops have no markers, and one without a tree', () => {
  const unmarked = dump.replace(/^ *int: 791204613.*\n/m, '');
  expect(typedProgram(unmarked, text)).toBeNull();
  expect(typedProgram('ERROR: no tree', text)).toBeNull();
});

it('marks the loops of a text without changing its lines', () => {
  expect(markLoopEnds('BEGIN { @a = 1; printf("while (1) { }"); }')).toBeNull();
  expect(markLoopEnds('BEGIN { while ($x > 1) { $x-- } }')).toBe('BEGIN { while ($x > 1) { $x-- ;791204613;} }');
  expect(markLoopEnds(text)?.split('\n')).toHaveLength(text.split('\n').length);
});
