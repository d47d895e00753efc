import { stat } from 'node:fs/promises';
import type { Stats } from 'node:fs';
import { readLines } from '../../record/read-lines.ts';
import type { LinePointer } from '../../record/append-log.ts';

/** Takes each complete line that was added. */
export type TakeLine = (text: string, place: LinePointer) => void;

/** Reads an append-only file of lines once, and later only what was added. A missing file is an empty one. */
export class GrowingFile {
  readonly path: string;
  #read = 0;
  #seen: Pick<Stats, 'ino' | 'size' | 'mtimeMs'> | null = null;

  constructor(path: string) {
    this.path = path;
  }

  /**
   * Answers false when nothing changed since, by size and time of change. `restart` is called first when the file is
   * another one or was written anew: what was read before is void. After a fault everything is read again.
   */
  async grow(restart: () => void, take: TakeLine): Promise<boolean> {
    const now = await stat(this.path).catch(() => null);
    const before = this.#seen;
    if (now === null ? before === null : isSame(now, before)) return false;
    if (before !== null && (now === null || before.ino !== now.ino || now.size <= before.size)) {
      this.#read = 0;
      restart();
    }
    this.#seen = now && { ino: now.ino, size: now.size, mtimeMs: now.mtimeMs };
    try {
      for await (const { text, pointer } of readLines(this.path, this.#read)) {
        take(text, pointer);
        this.#read = pointer.offset + pointer.length + 1;
      }
    } catch (error) {
      this.#seen = null;
      this.#read = 0;
      restart();
      throw error;
    }
    return true;
  }
}

function isSame(now: Stats, before: Pick<Stats, 'ino' | 'size' | 'mtimeMs'> | null): boolean {
  return before?.ino === now.ino && before.size === now.size && before.mtimeMs === now.mtimeMs;
}
