import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesHoldNumber, bytesHoldWord } from './raw-bytes.ts';

const struct = (...parts: (Buffer | string)[]): Uint8Array => Buffer.concat(parts.map((part) => Buffer.from(part)));
const u32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value | 0);
  return bytes;
};

describe('bytesHoldNumber', () => {
  it('finds aligned little-endian integers', () => {
    expect(bytesHoldNumber(struct(u32(1), u32(4711)), 4711)).toBe(true);
    expect(bytesHoldNumber(struct(Buffer.from([0xa0, 0x46, 1, 0])), 18080)).toBe(true);
    expect(bytesHoldNumber(struct(u32(-9)), -9)).toBe(true);
  });
  it('wants small numbers in 4 or 8 bytes, and nothing unaligned', () => {
    expect(bytesHoldNumber(struct(Buffer.from([9, 0, 1, 0])), 9)).toBe(false);
    expect(bytesHoldNumber(struct(u32(9)), 9)).toBe(true);
    expect(bytesHoldNumber(struct(Buffer.from([0]), u32(4711), Buffer.alloc(3)), 4711)).toBe(false);
  });
  it('finds every 8-byte number at every aligned place', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), fc.nat(4), (value, words) => {
        const bytes = Buffer.alloc(8 * (words + 1), 0xff);
        bytes.writeBigUInt64LE(value, 8 * words);
        expect(bytesHoldNumber(bytes, value)).toBe(true);
      }),
    );
  });
});

describe('bytesHoldWord', () => {
  it('finds NUL-ended text, cut like a process name', () => {
    expect(bytesHoldWord(struct(u32(7), 'kenwl\0\0\0'), 'kenwl')).toBe(true);
    expect(bytesHoldWord(struct(u32(7), 'kenwl2\0\0'), 'kenwl')).toBe(false);
    expect(bytesHoldWord(struct('a-very-long-na\0'), 'a-very-long-name')).toBe(false);
    expect(bytesHoldWord(struct('a-very-long-nam', '\0'), 'a-very-long-name')).toBe(true);
  });
  it('finds text right behind a printable byte of a number', () => {
    expect(bytesHoldWord(struct(Buffer.from([1, 0, 0, 0x41]), 'kenwl\0'), 'kenwl')).toBe(true);
  });
  it('finds names inside paths', () => expect(bytesHoldWord(struct('/job/file1\0'), 'file1')).toBe(true));
});
