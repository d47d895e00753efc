import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalsIn, numbersIn, showsNumber, showsWord } from './text-tokens.ts';

describe('showsNumber', () => {
  it.each([
    'pid=4711,',
    '4711:',
    '[4711]',
    'kenwl(4711)',
    'kenwl-4711 [000]',
    '4711->12',
    'a:4711 b',
    '0x1267',
    'pid 0X1267',
    '{"pid":4711}',
    '4711ms',
    '4711\n',
    '127.0.0.1:4711',
    '[::1]:4711',
    '::1:4711',
    'sum is 4711.',
    '10:02:59 4711',
  ])('finds 4711 in %j', (text) => expect(showsNumber(text, 4711)).toBe(true));

  it.each([
    '47110',
    '14711',
    'kenwl4711',
    '4711.5',
    '12.4711',
    '4,711',
    '-4711',
    'ret=-4711',
    '47.11.0.0',
    '0x4711',
    '4711th',
    '47:11:00',
    '',
  ])('does not find 4711 in %j', (text) => expect(showsNumber(text, 4711)).toBe(false));

  it('reads negative numbers, but a hyphen between words is none', () => {
    expect(showsNumber('ret -2', -2)).toBe(true);
    expect(showsNumber('ret=-2', -2)).toBe(true);
    expect(showsNumber('12-34', 34)).toBe(true);
    expect(showsNumber('12-34', -34)).toBe(false);
  });

  it('does not take digits of clock times and addresses', () => {
    expect(showsNumber('10:02:59 127.0.0.1', 59)).toBe(false);
    expect(showsNumber('10:02:59 127.0.0.1', 127)).toBe(false);
  });

  it('reads bare hex when a letter or its length gives it away', () => {
    expect(showsNumber('size 14674f', 0x14674f)).toBe(true);
    expect(showsNumber('size 146731', 0x146731)).toBe(true);
    expect(showsNumber('size 1467', 0x1467)).toBe(false);
  });

  it('finds any number between any delimiters, in decimal and hex, beyond 2^53', () => {
    const delimiter = fc.constantFrom(' ', ',', ':', '=', '[', ']', '(', ')', '{', '}', '"', '->', '\t', '|', ';', '/');
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), delimiter, delimiter, (value, before, after) => {
        expect(showsNumber(`pid${before}${value}${after}x`, value)).toBe(true);
        expect(showsNumber(`pid${before}0x${value.toString(16)}${after}x`, value)).toBe(true);
      }),
    );
  });

  it('survives any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => Array.isArray(numbersIn(text)) && !showsWord(text, '')),
    );
  });

  it('is fast on long hostile text', () => {
    for (const part of ['1', '1.', '1:', '-', 'f', '0x', '1.1.1.', '1:1:'])
      expect(numbersIn(part.repeat(60_000))).toBeDefined();
  });
});

describe('decimalsIn', () => {
  it('gives the columns of a line', () => {
    expect(decimalsIn('10:02:59 kenwl 12 -3 4.5 127.0.0.1 6KB')).toEqual([12, -3, 4.5, 6]);
  });
});

describe('showsWord', () => {
  it.each([
    'kenwl',
    'comm=kenwl,',
    'kenwl-312',
    '/job/kenwl',
    '"kenwl"',
    'by kenwl.',
    'kenwl(1)',
    '<kenwl>',
    'a->kenwl',
  ])('finds kenwl in %j', (text) => expect(showsWord(text, 'kenwl')).toBe(true));
  it.each(['kenwl2', 'kenwl-decoy', 'kenwl.conf', 'mykenwl', 'my-kenwl', 'kenwl_2', 'KENWL', ''])(
    'does not find kenwl in %j',
    (text) => expect(showsWord(text, 'kenwl')).toBe(false),
  );
  it('matches paths and addresses whole', () => {
    expect(showsWord('open /tmp/ken/file1 3', '/tmp/ken/file1')).toBe(true);
    expect(showsWord('open /tmp/ken/file12', '/tmp/ken/file1')).toBe(false);
    expect(showsWord('127.0.0.1:80', '127.0.0.1')).toBe(true);
    expect(showsWord('127.0.0.12', '127.0.0.1')).toBe(false);
    expect(showsWord('1127.0.0.1', '127.0.0.1')).toBe(false);
  });
  it('knows that the kernel cuts process names at 15 characters', () => {
    expect(showsWord('comm a-very-long-na', 'a-very-long-name')).toBe(false);
    expect(showsWord('comm a-very-long-nam ', 'a-very-long-name')).toBe(true);
  });
});
