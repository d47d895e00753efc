import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byteOrderMistake, swapped16, swapped32 } from './byte-order.ts';
import { quoteItems } from './evidence.ts';
import { items, lines } from './items.ts';
import { itemsWith, mentions } from './matching.ts';
import { sampleRecords, type Sample } from './samples.ts';

const count = (samples: Sample[], ...wants: Parameters<typeof itemsWith>[1][]): number =>
  itemsWith(items(sampleRecords(...samples)), ...wants).length;

describe('items', () => {
  it('counts a report once, however many printf calls make it', () => {
    expect(count(['4711 kenwl\n'], 4711, 'kenwl')).toBe(1);
    expect(count(['4711 ', 'kenwl\n'], 4711, 'kenwl')).toBe(1);
    expect(count(['PID: 4711\n', 'COMM: kenwl\n'], 4711, 'kenwl')).toBe(1);
    expect(count(['PID: 4711\nCOMM: kenwl\n'], 4711, 'kenwl')).toBe(1);
    expect(count(['10:02:59 ', '4711 kenwl\n'], 4711, 'kenwl')).toBe(1);
    expect(count([{ '@': { '4711,kenwl': 3 } }], 4711, 'kenwl')).toBe(1);
  });

  it('counts reports of a program that never prints a newline', () => {
    expect(count(['sync 4711', 'sync 4711', 'sync 4711'], 4711)).toBe(3);
    expect(count(['sync 4711', 'sync 4711', 'sync 4711\n'], 4711)).toBe(3);
  });

  it('does not make one line of everything when newlines never come', () => {
    expect(count([...Array.from({ length: 40 }, (_, index) => `x${index} `), '4711 ', 'kenwl '], 4711, 'kenwl')).toBe(
      0,
    );
  });

  it('keeps events apart', () => {
    expect(count(['PID: 1 COMM: kenwl\n', 'PID: 4711 COMM: other\n'], 4711, 'kenwl')).toBe(0);
    expect(count(['PID: 4711\n', 'PID: 1\n', 'COMM: kenwl\n'], 4711, 'kenwl')).toBe(0);
    expect(count(['4711\n', 'kenwl\n'], 4711, 'kenwl')).toBe(0);
    expect(count([{ '@a': { '4711': 1 } }, { '@b': { kenwl: 1 } }], 4711, 'kenwl')).toBe(0);
  });

  it('does not take the text of a ring record, which is hex, for words', () => {
    const bytes = Buffer.from([0x67, 0x12, 0, 0]);
    expect(count([{ ring: bytes }], 4711)).toBe(1);
    expect(count([{ ring: bytes }], 0x67120000)).toBe(0);
  });

  it('gives each visual line once', () => {
    expect(lines(sampleRecords('a ', 'b\n', 'c\n', '\n', 'd')).map(({ text }) => text)).toEqual(['a b\n', 'c\n', 'd']);
  });

  it('loses no record, and never counts more reports than records', () => {
    const sample = fc.oneof(
      fc.string(),
      fc.string().map((text) => `${text}\n`),
      fc.constant({ '@x': { a: 1, b: 2 } }),
    );
    fc.assert(
      fc.property(fc.array(sample), (samples) => {
        const records = sampleRecords(...samples);
        const all = items(records);
        expect(all.filter(({ parts }) => parts.length === 0).flatMap((item) => item.records)).toEqual(records);
        expect(itemsWith(all).length).toBe(records.length);
      }),
    );
  });
});

describe('mentions', () => {
  const [item] = items(sampleRecords('SIGUSR1 4711\n'));
  it('takes any of a list', () => {
    expect(item && mentions(item, ['SIGHUP', 'SIGUSR1', 10])).toBe(true);
    expect(item && mentions(item, ['SIGHUP', 1])).toBe(false);
    expect(item && mentions(item, [])).toBe(false);
    expect(item && mentions(item, /usr\d/i)).toBe(true);
  });
});

describe('byteOrderMistake', () => {
  it('names a port in the wrong byte order, and only then', () => {
    const wrong = items(sampleRecords('4711 127.0.0.1 41030\n'));
    expect(byteOrderMistake(wrong, 'port', 18080, [4711])).toMatch(/port 18080 appears as 41030 \(byte order\)/);
    expect(byteOrderMistake(wrong, 'port', 18080, [12])).toBeUndefined();
    expect(byteOrderMistake(items(sampleRecords('18080 41030')), 'port', 18080)).toBeUndefined();
  });
  it('swaps back and forth', () => {
    fc.assert(fc.property(fc.nat(0xffff), (value) => swapped16(swapped16(value)) === value));
    fc.assert(fc.property(fc.nat(0xffffffff), (value) => swapped32(swapped32(value)) === value));
    expect(swapped32(1)).toBe(0x01000000);
    expect(swapped32(0xff)).toBe(0xff000000);
  });
});

describe('quoteItems', () => {
  it('shows at most three items, each one line without control characters', () => {
    const hostile = items(sampleRecords('\u001b[31mred\u202e\n', 'x'.repeat(500), 'c\n', 'd\n'));
    const quoted = quoteItems(hostile);
    expect(quoted).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(quoted).toMatch(/and \d+ more$/);
    expect(quoted.length).toBeLessThan(700);
  });
});
