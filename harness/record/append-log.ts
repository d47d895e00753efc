import { open, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { KenError } from '../../ken/errors.ts';
import { storageError } from './storage-error.ts';
import { syncFolder } from './write-atomically.ts';

/** Where a line lies in its file, in bytes; the length leaves the newline out. */
export interface LinePointer {
  offset: number;
  length: number;
}

/** What the log asks of a file; a test may put one in that fails. */
export interface AppendFile {
  /** May write fewer bytes than given, as a full disk does; answers how many. */
  write(bytes: Uint8Array, position: number): Promise<number>;
  datasync(): Promise<void>;
  truncate(length: number): Promise<void>;
  close(): Promise<void>;
}

interface Waiting {
  bytes: Uint8Array;
  resolve: (pointer: LinePointer) => void;
  reject: (reason: unknown) => void;
}

/**
 * An append-only file of JSON lines. `append` resolves only after fdatasync; appends that wait at the same time share
 * one. A short write is finished; one that cannot be finished is rolled back to the end of the last good line, so that
 * the next append never lands on half a line.
 */
export class AppendLog {
  readonly path: string;
  readonly #file: AppendFile;
  #end: number;
  #waiting: Waiting[] = [];
  #flushing: Promise<void> | null = null;
  #broken: KenError | null = null;
  #closed = false;

  constructor(path: string, file: AppendFile, end: number) {
    this.path = path;
    this.#file = file;
    this.#end = end;
  }

  /** Adds one line (without its newline) and answers where it lies, once it is on the disk. */
  append(line: string): Promise<LinePointer> {
    if (line.includes('\n')) throw new KenError('internal', `a record must be one line: ${this.path}`);
    if (this.#broken) return Promise.reject(this.#broken);
    if (this.#closed) return Promise.reject(new KenError('internal', `append after close: ${this.path}`));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ bytes: Buffer.from(`${line}\n`, 'utf8'), resolve, reject });
      this.#flushing ??= this.#flush();
    });
  }

  /** Waits for what is under way, then closes the file. */
  async close(): Promise<void> {
    this.#closed = true;
    while (this.#flushing) await this.#flushing;
    await this.#file.close();
  }

  async #flush(): Promise<void> {
    await Promise.resolve(); // lets appends of the same turn join this batch
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      await this.#writeBatch(batch);
    }
    this.#flushing = null;
  }

  async #writeBatch(batch: Waiting[]): Promise<void> {
    if (this.#broken) {
      for (const waiting of batch) waiting.reject(this.#broken);
      return;
    }
    const start = this.#end;
    try {
      await writeAll(this.#file, Buffer.concat(batch.map((waiting) => waiting.bytes)), start);
      await this.#file.datasync();
    } catch (error) {
      const failure = storageError(`cannot append to ${this.path}`, error);
      await this.#rollBack(start, failure);
      for (const waiting of batch) waiting.reject(failure);
      return;
    }
    let offset = start;
    for (const waiting of batch) {
      waiting.resolve({ offset, length: waiting.bytes.length - 1 });
      offset += waiting.bytes.length;
    }
    this.#end = offset;
  }

  async #rollBack(end: number, failure: KenError): Promise<void> {
    try {
      await this.#file.truncate(end);
      await this.#file.datasync();
    } catch {
      // The tail stays torn and is cut when the file is opened next; nothing may be added behind it.
      this.#broken = failure;
    }
  }
}

/** Opens or makes a log. A torn tail (a line without its end, or one full of zeros after a loss of power) is cut off. */
export async function openAppendLog(path: string): Promise<{ log: AppendLog; cutBytes: number }> {
  try {
    const isNew = await stat(path).then(
      () => false,
      () => true,
    );
    const handle = await open(path, isNew ? 'w+' : 'r+');
    const size = (await handle.stat()).size;
    const end = await endOfLastGoodLine(handle, size);
    if (end < size) await handle.truncate(end);
    if (isNew || end < size) {
      await handle.sync();
      await syncFolder(dirname(path));
    }
    return { log: new AppendLog(path, asAppendFile(handle), end), cutBytes: size - end };
  } catch (error) {
    throw storageError(`cannot open ${path}`, error);
  }
}

async function writeAll(file: AppendFile, bytes: Uint8Array, position: number): Promise<void> {
  let done = 0;
  while (done < bytes.length) {
    const written = await file.write(bytes.subarray(done), position + done);
    if (written <= 0) throw new Error(`the file took ${written} of ${bytes.length - done} bytes`);
    done += written;
  }
}

async function endOfLastGoodLine(handle: FileHandle, size: number): Promise<number> {
  let end = await lastNewlineBefore(handle, size);
  while (end > 0) {
    const start = await lastNewlineBefore(handle, end - 1);
    const line = Buffer.alloc(end - 1 - start);
    await handle.read(line, 0, line.length, start);
    if (!line.includes(0)) return end;
    end = start;
  }
  return 0;
}

/** Position behind the last newline in the first `size` bytes; 0 when there is none. */
async function lastNewlineBefore(handle: FileHandle, size: number): Promise<number> {
  const chunk = Buffer.alloc(64 * 1024);
  let end = size;
  while (end > 0) {
    const start = Math.max(0, end - chunk.length);
    const { bytesRead } = await handle.read(chunk, 0, end - start, start);
    const index = chunk.subarray(0, bytesRead).lastIndexOf(10);
    if (index >= 0) return start + index + 1;
    end = start;
  }
  return 0;
}

function asAppendFile(handle: FileHandle): AppendFile {
  return {
    write: async (bytes, position) => (await handle.write(bytes, 0, bytes.length, position)).bytesWritten,
    datasync: () => handle.datasync(),
    truncate: (length) => handle.truncate(length),
    close: () => handle.close(),
  };
}
