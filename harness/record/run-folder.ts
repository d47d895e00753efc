import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { KenError } from '../../ken/errors.ts';
import { openAppendLog } from './append-log.ts';
import type { AppendLog } from './append-log.ts';
import { takeLock } from './lock.ts';
import type { Lock } from './lock.ts';
import { readManifest, writeManifest } from './manifest.ts';
import type { Manifest } from './manifest.ts';
import { cellRecordSchema, recordLine } from './record.ts';
import type { CellRecord } from './record.ts';
import { storageError } from './storage-error.ts';
import type { Transcript } from './transcript.ts';
import { syncFolder } from './write-atomically.ts';

/** A finished cell before the run folder adds the format's version and the place of its transcript. */
export type FinishedCell = Omit<CellRecord, 'v' | 'transcript'>;

/**
 * The one writer of a run folder: `manifest.json` (written once), `records.jsonl` (append-only, the only truth),
 * `transcripts.jsonl` (what records point to), `lock`.
 */
export class RunFolder {
  readonly path: string;
  readonly manifest: Manifest;
  /** What was mended when the folder was opened: torn tails, the lock of a dead process. */
  readonly notices: readonly string[];
  readonly #records: AppendLog;
  readonly #transcripts: AppendLog;
  readonly #lock: Lock;

  private constructor(parts: OpenParts) {
    this.path = parts.path;
    this.manifest = parts.manifest;
    this.notices = parts.notices;
    this.#records = parts.records;
    this.#transcripts = parts.transcripts;
    this.#lock = parts.lock;
  }

  /** Makes `<results>/<manifest.run>` and opens it for writing. */
  static async create(resultsFolder: string, manifest: Manifest): Promise<RunFolder> {
    const path = join(resultsFolder, manifest.run);
    try {
      await mkdir(resultsFolder, { recursive: true });
      await mkdir(path);
    } catch (error) {
      throw storageError(`cannot make the run folder ${path}`, error);
    }
    await writeManifest(path, manifest);
    await syncFolder(resultsFolder);
    return RunFolder.open(path);
  }

  /** Opens an existing run for writing: lock first, then torn tails are cut. */
  static async open(path: string): Promise<RunFolder> {
    const manifest = await readManifest(path);
    const lock = await takeLock(path);
    const notices = lock.takenOver === null ? [] : [`took over the lock of a writer that is gone: ${lock.takenOver}`];
    const opened: AppendLog[] = [];
    try {
      for (const name of ['transcripts.jsonl', 'records.jsonl']) {
        const { log, cutBytes } = await openAppendLog(join(path, name));
        opened.push(log);
        if (cutBytes > 0) notices.push(`cut ${cutBytes} bytes of an unfinished line from the end of ${name}`);
      }
      const [transcripts, records] = opened;
      if (!transcripts || !records) throw new KenError('internal', 'a log is missing');
      return new RunFolder({ path, manifest, notices, records, transcripts, lock });
    } catch (error) {
      await Promise.all(opened.map((log) => log.close()));
      await lock.release();
      throw error;
    }
  }

  /** Resolves when the cell is on the disk for good: the transcript first, then the record that points to it. */
  async finishCell(cell: FinishedCell, transcript: Omit<Transcript, 'v' | 'key'>): Promise<CellRecord> {
    const pointer = await this.#transcripts.append(JSON.stringify({ v: 1, key: cell.key, ...transcript }));
    const record = cellRecordSchema.parse({ v: 1, ...cell, transcript: pointer });
    await this.#records.append(recordLine(record));
    return record;
  }

  async close(): Promise<void> {
    try {
      await this.#records.close();
      await this.#transcripts.close();
    } finally {
      await this.#lock.release();
    }
  }
}

interface OpenParts {
  path: string;
  manifest: Manifest;
  notices: readonly string[];
  records: AppendLog;
  transcripts: AppendLog;
  lock: Lock;
}
