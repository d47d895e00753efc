import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readConcatenatedJson } from './concatenated-json.ts';

const read = (text: string) => [...readConcatenatedJson(text)];

test('glued and pretty-printed objects come back in order with their lines', () => {
  const pieces = read('{"a":1}{"b":{"c":"}{"}}\n\n{\n  "d": [\n    {"e": 2}\n  ]\n}\n');
  expect(pieces.map((piece) => (piece.kind === 'object' ? piece.value : piece))).toEqual([
    { a: 1 },
    { b: { c: '}{' } },
    { d: [{ e: 2 }] },
  ]);
  expect(pieces.map((piece) => piece.line)).toEqual([1, 1, 3]);
});

test('text between two objects is reported, not dropped', () => {
  const pieces = read('{"a":1}\n-2,\n{"b":2} trailing');
  expect(pieces.map((piece) => piece.kind)).toEqual(['object', 'stray', 'object', 'stray']);
  expect(pieces[1]).toMatchObject({ text: '-2,', line: 2 });
});

test('a bare number where a member belongs is read as the return code, and said so', () => {
  const [piece] = read('{\n  "command": "x -2, y",\n  -2,\n  "prompt": "p"\n}');
  expect(piece).toMatchObject({
    kind: 'object',
    value: { command: 'x -2, y', returncode: -2, prompt: 'p' },
    repair: expect.stringContaining('return code') as string,
  });
});

test.each([
  ['an unclosed string', '{"a": "never closed}'],
  ['an unclosed object', '{"a": 1, "b": {'],
  ['a missing comma', '{"a": 1 "b": 2}'],
  ['python quotes', "{'a': 1}"],
])('%s costs only its own row', (_, damaged) => {
  const pieces = read(`{"first":1}\n${damaged}\n{"last":2}\n`);
  expect(pieces.map((piece) => piece.kind)).toEqual(['object', 'unreadable', 'object']);
  expect(pieces[1]).toMatchObject({ text: damaged, line: 2 });
});

test('any objects written one after the other come back, whatever separates them', () => {
  const separator = fc.constantFrom('', '\n', ' ', '\n\n', '\r\n', '\t');
  const row = fc.record({ value: fc.dictionary(fc.string(), fc.jsonValue()), pretty: fc.boolean(), separator });
  fc.assert(
    fc.property(fc.array(row, { maxLength: 6 }), (rows) => {
      const text = rows.map((each) => JSON.stringify(each.value, null, each.pretty ? 4 : 0) + each.separator).join('');
      const expected = rows.map((each) => JSON.parse(JSON.stringify(each.value)) as unknown);
      expect(read(text).map((piece) => (piece.kind === 'object' ? piece.value : piece))).toEqual(expected);
    }),
  );
});

test('no text makes it throw or lose characters that are not white space', () => {
  const alphabet = fc.constantFrom('{', '}', '"', '\\', '\n', ',', '-2', ':', ' ', 'a', '[');
  fc.assert(
    fc.property(fc.array(alphabet, { maxLength: 40 }), (parts) => {
      const text = parts.join('');
      const pieces = read(text);
      for (const piece of pieces) if (piece.kind !== 'object') expect(text.slice(piece.offset)).toContain(piece.text);
      if (text.trim() !== '') expect(pieces.length).toBeGreaterThan(0);
    }),
  );
});
