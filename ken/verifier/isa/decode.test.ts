import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MalformedObject } from '../malformed-object.ts';
import { decode } from './decode.ts';
import { disassemble } from './disassemble.ts';
import { encode } from './encode.ts';

function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));
}

describe('decode', () => {
  // Encodings from RFC 9669's tables, written by hand; the right-hand side is the kernel's spelling.
  it.each([
    ['07 01 0000 ffffffff', 'r1 += -1'],
    ['1c 21 0000 00000000', 'w1 -= w2'],
    ['3f 21 0100 00000000', 'r1 s/= r2'],
    ['94 01 0100 07000000', 'w1 s%= 7'],
    ['bf 21 2000 00000000', 'r1 = (s32)r2'],
    ['bc 21 0800 00000000', 'w1 = (s8)w2'],
    ['87 03 0000 00000000', 'r3 = -r3'],
    ['d4 01 0000 10000000', 'r1 = le16 r1'],
    ['dc 01 0000 20000000', 'r1 = be32 r1'],
    ['d7 01 0000 40000000', 'r1 = bswap64 r1'],
    ['79 12 f8ff 00000000', 'r2 = *(u64 *)(r1 -8)'],
    ['91 12 0300 00000000', 'r2 = *(s8 *)(r1 +3)'],
    ['7a 0a f0ff 05000000', '*(u64 *)(r10 -16) = 5'],
    ['6b 1a f0ff 00000000', '*(u16 *)(r10 -16) = r1'],
    ['db 21 0000 01000000', 'r2 = atomic_fetch_add((u64 *)(r1 +0), r2)'],
    ['c3 21 0400 40000000', 'atomic_or((u32 *)(r1 +4), r2)'],
    ['db 21 0000 e1000000', 'r2 = atomic_xchg((u64 *)(r1 +0), r2)'],
    ['db 21 0000 f1000000', 'r0 = atomic_cmpxchg((u64 *)(r1 +0), r0, r2)'],
    ['db 12 0800 00010000', 'r2 = load_acquire((u64 *)(r1 +8))'],
    ['c3 21 0800 10010000', 'store_release((u32 *)(r1 +8), r2)'],
    ['45 01 0200 f0000000', 'if r1 & 240 goto +2'],
    ['ce 21 feff 00000000', 'if w1 s< w2 goto -2'],
    ['05 00 0300 00000000', 'goto +3'],
    ['06 00 0000 00000100', 'gotol +65536'],
    ['85 00 0000 0e000000', 'call helper#14'],
    ['85 10 0000 feffffff', 'call pc-2'],
    ['85 20 0200 07000000', 'call kfunc#7 of module 2'],
    ['95 00 0000 00000000', 'exit'],
    ['28 00 0000 0c000000', 'r0 = *(u16 *)skb[+12]'],
    ['e5 00 0400 00000000', 'may_goto +4'],
    ['bf 21 0100 00000100', 'r1 = addr_space_cast(r2, 1, 0)'],
  ])('reads %s as %s', (hex, text) => {
    expect(decode(bytesOf(hex)).map(disassemble)).toEqual([text]);
  });

  it('gives a wide load two entries, so that indexes stay those of the kernel', () => {
    const program = decode(bytesOf('18 11 0000 05000000 00 00 0000 01000000 95 00 0000 00000000'));
    expect(program).toEqual([
      { kind: 'wide-load', destination: 1, load: 'map-fd', immediate: 0x1_0000_0005n },
      { kind: 'second-slot' },
      { kind: 'exit' },
    ]);
  });

  it.each([
    ['18 01 0000 05000000', 'wide load without its second slot'],
    ['0f 21 0000 01000000', 'reserved field of an arithmetic operation'],
    ['0f b1 0000 00000000', 'reserved field of an arithmetic operation'],
    ['0f 2c 0000 00000000', 'register r12'],
    ['d7 01 0000 08000000', 'byte swap of 8 bits'],
    ['99 12 0000 00000000', 'load of mode 128 and 8 bytes'],
    ['cb 21 0000 01000000', 'atomic operation 1 of 2 bytes'],
    ['96 00 0000 00000000', 'jump with opcode 150'],
    ['07 01 0300 01000000', 'offset 3 of an arithmetic operation'],
  ])('keeps %s as invalid: %s', (hex, reason) => {
    expect(decode(bytesOf(hex))).toMatchObject([{ kind: 'invalid', reason }]);
  });

  it('refuses a torn slot', () => {
    expect(() => decode(new Uint8Array(12))).toThrow(MalformedObject);
  });

  it('gives back every byte through encode, whatever the bytes are', () => {
    // Opcodes are drawn evenly and most fields are small, so that valid slots are common.
    const small = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 10 }), fc.integer({ min: 0, max: 255 }));
    const slot = fc.tuple(fc.integer({ min: 0, max: 255 }), small, small, small, small, small, small, small);
    fc.assert(
      fc.property(fc.array(slot, { maxLength: 12 }), (slots) => {
        const bytes = Uint8Array.from(slots.flat());
        const program = decode(bytes);
        expect(program).toHaveLength(slots.length);
        expect(Buffer.concat(program.map(encode)).toString('hex')).toBe(Buffer.from(bytes).toString('hex'));
      }),
      { numRuns: 2000 },
    );
  });
});
