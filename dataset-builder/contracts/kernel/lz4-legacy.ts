import { KenError } from '../../../ken/errors.ts';

const magic = 0x184c2102;
/** Uncompressed size of every block but the last (lib/decompress_unlz4.c: LZ4_DEFAULT_UNCOMPRESSED_CHUNK_SIZE). */
const blockSize = 8 << 20;

/** Decompresses the legacy frame of LZ4 that kernels use: a magic number, then blocks, each after its compressed size. */
export function decompressLz4(input: Buffer): Buffer {
  const blocks: Buffer[] = [];
  let at = 0;
  while (at + 4 <= input.length) {
    const word = input.readUInt32LE(at);
    at += 4;
    if (word === magic) continue;
    // The uncompressed size of the whole follows the last block.
    if (word === 0 || at + word > input.length) break;
    blocks.push(decompressBlock(input.subarray(at, at + word)));
    at += word;
  }
  return Buffer.concat(blocks);
}

function decompressBlock(input: Buffer): Buffer {
  const output = Buffer.allocUnsafe(blockSize);
  let from = 0;
  let to = 0;
  const length = (nibble: number): number => {
    let total = nibble;
    if (nibble < 15) return total;
    for (;;) {
      const next = input[from++] ?? 0;
      total += next;
      if (next !== 255) return total;
    }
  };
  while (from < input.length) {
    const token = input[from++] ?? 0;
    const literals = length(token >> 4);
    input.copy(output, to, from, from + literals);
    from += literals;
    to += literals;
    if (from >= input.length) break;
    const distance = (input[from] ?? 0) | ((input[from + 1] ?? 0) << 8);
    from += 2;
    const copied = length(token & 15) + 4;
    if (distance === 0 || distance > to || to + copied > blockSize) {
      throw new KenError('image', `the kernel's LZ4 data is damaged near byte ${from} of a block`);
    }
    // Byte by byte: source and target may overlap.
    for (const end = to + copied; to < end; to++) output[to] = output[to - distance] ?? 0;
  }
  return output.subarray(0, to);
}
