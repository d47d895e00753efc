import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { KenError, quote } from '../../../ken/errors.ts';
import { runTool } from '../../../ken/kernel/image/tool.ts';
import { decompressLz4 } from './lz4-legacy.ts';

/**
 * The BTF of a kernel: from a compressed image (`vmlinuz`, Documentation/arch/x86/boot.rst), an ELF `vmlinux`, or a raw
 * BTF file. Throws `config`, naming the file, when it is none of them or has no BTF.
 */
export async function readKernelBtf(file: string): Promise<Uint8Array> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new KenError('config', `the kernel ${quote(file)} cannot be read`, { cause });
  });
  if (bytes.length > 24 && bytes.readUInt16LE(0) === 0xeb9f) return bytes;
  const elf = isElf(bytes) ? bytes : await payloadOf(bytes, file);
  return sectionOf(elf, '.BTF', file);
}

/** The version text of a compressed image, `6.12.48-1 ...` of its header; null for other files. */
export async function bootVersion(file: string): Promise<string | null> {
  const bytes = await readFile(file);
  if (bytes.length < 0x300 || bytes.toString('latin1', 0x202, 0x206) !== 'HdrS') return null;
  const start = bytes.readUInt16LE(0x20e) + 0x200;
  const end = bytes.indexOf(0, start);
  return bytes.toString('latin1', start, end);
}

async function payloadOf(image: Buffer, file: string): Promise<Buffer> {
  if (image.length < 0x300 || image.toString('latin1', 0x202, 0x206) !== 'HdrS') {
    throw new KenError('config', `${quote(file)} is neither a kernel image, nor an ELF file, nor BTF`);
  }
  const setupSectors = image[0x1f1] || 4;
  const start = (setupSectors + 1) * 512 + image.readUInt32LE(0x248);
  const payload = image.subarray(start, start + image.readUInt32LE(0x24c));
  const elf = await decompress(payload, file);
  if (!isElf(elf)) throw new KenError('config', `the payload of ${quote(file)} is no ELF file`);
  return elf;
}

async function decompress(payload: Buffer, file: string): Promise<Buffer> {
  const magic = payload.toString('hex', 0, 6);
  if (magic.startsWith('02214c18')) return decompressLz4(payload);
  if (magic.startsWith('1f8b')) return gunzipSync(payload);
  if (magic.startsWith('28b52ffd')) return byTool('zstd', ['-q', '-d', '-c'], payload);
  if (magic.startsWith('fd377a585a00')) return byTool('xz', ['-d', '-c', '--single-stream'], payload);
  throw new KenError('config', `${quote(file)} is compressed in a way that is not known (it starts with ${magic})`, {
    hint: 'Give an uncompressed vmlinux.',
  });
}

/** The kernel's tail (its size) after the stream makes tools complain; what they wrote before is complete. */
async function byTool(tool: string, args: string[], payload: Buffer): Promise<Buffer> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'ken-vmlinux-'));
  try {
    const packed = path.join(folder, 'packed');
    const output = path.join(folder, 'vmlinux');
    await writeFile(packed, payload);
    await runTool('sh', [
      '-c',
      `"$0" ${args.join(' ')} < "$1" > "$2" 2>/dev/null || test -s "$2"`,
      tool,
      packed,
      output,
    ]);
    return await readFile(output);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function isElf(bytes: Buffer): boolean {
  return bytes.length > 64 && bytes.readUInt32BE(0) === 0x7f454c46;
}

function sectionOf(elf: Buffer, wanted: string, file: string): Uint8Array {
  const table = Number(elf.readBigUInt64LE(40));
  const count = elf.readUInt16LE(60);
  const header = (index: number): number => table + index * 64;
  const place = (index: number): { start: number; size: number } => ({
    start: Number(elf.readBigUInt64LE(header(index) + 24)),
    size: Number(elf.readBigUInt64LE(header(index) + 32)),
  });
  const names = place(elf.readUInt16LE(62)).start;
  for (let index = 1; index < count; index++) {
    const at = names + elf.readUInt32LE(header(index));
    if (elf.toString('latin1', at, at + wanted.length + 1) !== `${wanted}\0`) continue;
    const { start, size } = place(index);
    return elf.subarray(start, start + size);
  }
  throw new KenError('config', `${quote(file)} has no section ${wanted}`, {
    hint: 'The kernel must be built with CONFIG_DEBUG_INFO_BTF=y.',
  });
}
