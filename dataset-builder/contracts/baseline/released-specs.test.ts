import { expect, test } from 'vitest';
import { asClause, readReleased } from './released-specs.ts';

test('entries are read from text that is not valid JSON', () => {
  const text =
    '[{ "kprobe:f": { "description": "a \\"b\\" {", "proto" :"int (*f)(int n)", "pre": { "n": ">=0" }, "post": { "return": "in [0, negative number]" } } }\n { "g": { "description": "", "pre": {}, } ]';
  expect(
    readReleased(text).map(({ hook, function: name, conditions }) => [
      hook,
      name,
      conditions.map((each) => asClause(each, false).text),
    ]),
  ).toEqual([
    ['kprobe:f', 'f', ['n >= 0', 'ret == 0 || ret < 0']],
    ['g', 'g', []],
  ]);
});

test.each<[string, string, boolean, string]>([
  ['p', '!=null', false, 'p != NULL'],
  ['p', '!=null', true, 'p != 0'],
  ['return', '==null', false, 'ret == NULL'],
  ['flags', 'in [A, B]', false, 'flags == A || flags == B'],
  ['return', 'Current ktime', false, 'Current ktime'],
])('%s %s becomes a clause', (subject, text, isHelper, expected) => {
  expect(asClause({ role: 'pre', subject, text }, isHelper).text).toBe(expected);
});
