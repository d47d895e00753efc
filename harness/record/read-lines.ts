import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { storageError } from './storage-error.ts';
import type { LinePointer } from './append-log.ts';

/**
 * Streams the complete lines of a file with their place. A last line without its newline is left out: it is torn, or
 * being written right now. A missing file has no lines. `start`: the byte where a line begins.
 */
export async function* readLines(path: string, start = 0): AsyncGenerator<{ pointer: LinePointer; text: string }> {
  const chunks: Buffer[] = [];
  let lineStart = start;
  let position = start;
  try {
    for await (const chunk of createReadStream(path, { start, highWaterMark: 256 * 1024 }) as AsyncIterable<Buffer>) {
      let from = 0;
      for (let newline = chunk.indexOf(10); newline >= 0; newline = chunk.indexOf(10, from)) {
        chunks.push(chunk.subarray(from, newline));
        const line = chunks.length === 1 ? (chunks[0] ?? chunk) : Buffer.concat(chunks);
        chunks.length = 0;
        yield { pointer: { offset: lineStart, length: line.length }, text: line.toString('utf8') };
        from = newline + 1;
        lineStart = position + from;
      }
      chunks.push(chunk.subarray(from));
      position += chunk.length;
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return;
    throw storageError(`cannot read ${path}`, error);
  }
}

/** One line by its place. */
export async function readLineAt(path: string, pointer: LinePointer): Promise<string> {
  try {
    const handle = await open(path, 'r');
    try {
      const bytes = Buffer.alloc(pointer.length);
      const { bytesRead } = await handle.read(bytes, 0, pointer.length, pointer.offset);
      if (bytesRead !== pointer.length) throw new Error(`${bytesRead} of ${pointer.length} bytes at ${pointer.offset}`);
      return bytes.toString('utf8');
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw storageError(`cannot read ${path}`, error);
  }
}
