import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';
import { z } from 'zod';
import type { Compared } from './compare.ts';
import type { TestProgram } from './generate.ts';

/** A program with what a real kernel answered; see run-programs.c for the form of the answer. */
export interface Vector {
  seed: number;
  program: TestProgram;
  answer: string;
}

const base64 = z.base64().transform((text) => new Uint8Array(Buffer.from(text, 'base64')));
const fileSchema = z.strictObject({ kernel: z.string(), count: z.number(), vectors: base64 });
const lineSchema = z.strictObject({
  seed: z.number(),
  code: base64,
  memory: base64,
  context: base64,
  answer: z.string(),
});

/** The recorded vectors beside this file. They hold the programs themselves, so they outlive changes of the generator. */
export async function readVectors(): Promise<Vector[]> {
  const text = await readFile(path.join(import.meta.dirname, 'vectors.json'), 'utf8');
  const { vectors } = fileSchema.parse(JSON.parse(text));
  const lines = brotliDecompressSync(vectors).toString('utf8').split('\n');
  return lines.map((line) => {
    const { seed, code, memory, context, answer } = lineSchema.parse(JSON.parse(line));
    return { seed, program: { code, memory, context }, answer };
  });
}

/** The file's text: which kernel answered, and JSON lines packed with brotli, since most of each program is the same. */
export function toVectors(kernel: string, compared: readonly Compared[]): string {
  const encode = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
  const lines = compared.map(({ seed, program: { code, memory, context }, kernel: answer }) =>
    JSON.stringify({ seed, code: encode(code), memory: encode(memory), context: encode(context), answer }),
  );
  const packed = brotliCompressSync(lines.join('\n'));
  return `${JSON.stringify({ kernel, count: lines.length, vectors: packed.toString('base64') }, null, 2)}\n`;
}
