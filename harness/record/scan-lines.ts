import { createReadStream } from 'node:fs';
import type { LinePointer } from './append-log.ts';
import { storageError } from './storage-error.ts';

/**
 * Goes through the complete lines of a file and shows the first `headBytes` bytes of each, as Latin-1, with its place. For
 * files of 100,000 lines of which only the beginnings matter: nothing else is decoded, and lines of one chunk need no
 * turn of the event loop. A last line without its newline is left out; a missing file has no lines.
 */
export async function scanLines(
  path: string,
  headBytes: number,
  visit: (head: string, pointer: LinePointer) => void,
): Promise<void> {
  let head = '';
  let lineStart = 0;
  let position = 0;
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 }) as AsyncIterable<Buffer>) {
      let from = 0;
      for (let newline = chunk.indexOf(10); newline >= 0; newline = chunk.indexOf(10, from)) {
        head += chunk.toString('latin1', from, Math.min(newline, from + headBytes - head.length));
        visit(head, { offset: lineStart, length: position + newline - lineStart });
        head = '';
        from = newline + 1;
        lineStart = position + from;
      }
      head += chunk.toString('latin1', from, Math.min(chunk.length, from + headBytes - head.length));
      position += chunk.length;
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return;
    throw storageError(`cannot read ${path}`, error);
  }
}
