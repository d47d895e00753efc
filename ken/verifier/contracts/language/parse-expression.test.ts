import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { showExpression } from './expression.ts';
import { parseExpression } from './parse-expression.ts';

function shown(text: string): string {
  const result = parseExpression(text);
  return result.status === 'parsed' ? showExpression(result.expression) : `invalid: ${result.reason}`;
}

test.each([
  ['sk!=NULL', 'sk != NULL'],
  ['ret == 0||ret>=-4095&&ret<0', 'ret == 0 || ret >= -4095 && ret < 0'],
  ['!(a && b) ==> c ==> d', '!(a && b) ==> c ==> d'],
  ['(a ==> b) ==> c', '(a ==> b) ==> c'],
  ['a - (b - c)', 'a - (b - c)'],
  ['sk->__sk_common.skc_dport & 0xff', 'sk->__sk_common.skc_dport & 0xff'],
  ['IS_ERR( ret )', 'IS_ERR(ret)'],
])('%s is read as %s', (text, expected) => {
  expect(shown(text)).toBe(expected);
});

describe('what is no clause is a result, with the reason', () => {
  test.each([
    ['', /empty/],
    ['1;', /character 2/],
    ['a = 1', /"="/],
    ['f(x)', /is a call/],
    ['(a', /"\)" is expected/],
    ['a b', /the end is expected/],
    ['a[0]', /"\["/],
    ['"text"', /not of the language/],
    ['x'.repeat(10_000_000), /10000000 characters/],
    ['('.repeat(2000), /tokens|nested/],
    [`${'!'.repeat(200)}a`, /nested/],
    ['ret ==> ', /a value is expected/],
  ])('%#', (text, reason) => {
    const result = parseExpression(text);
    expect(result).toMatchObject({ status: 'invalid' });
    expect(result.status === 'invalid' && result.reason).toMatch(reason);
  });
});

test('any text is read or refused, and what is shown is read as the same again', () => {
  const word = fc.constantFrom(
    'a',
    'ret',
    '(',
    ')',
    '==',
    '==>',
    '&&',
    '!',
    '-',
    '1',
    '0x10',
    '->',
    'NULL',
    '<<',
    '*',
    '%',
    'IS_ERR',
    '.',
    '~',
    '|',
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 24 }), (words) => {
      const result = parseExpression(words.join(' '));
      if (result.status === 'invalid') return;
      expect(parseExpression(showExpression(result.expression))).toEqual({
        status: 'parsed',
        expression: result.expression,
      });
    }),
    { numRuns: 2000 },
  );
});
