import { join } from 'node:path';
import type { LinePointer } from '../../record/append-log.ts';
import { readManifest } from '../../record/manifest.ts';
import type { Manifest } from '../../record/manifest.ts';
import { parseLine } from '../../record/record.ts';
import { scoreSchema, scoreVersions } from '../../record/scores.ts';
import type { Score } from '../../record/scores.ts';
import { cellRow, judgementText } from './cell-row.ts';
import type { CellRow } from './cell-row.ts';
import { GrowingFile } from './growing-file.ts';

/** A later judgement that stands in the place of the first, and where it lies. */
interface ScoreRow extends Pick<CellRow, 'outcome' | 'gate' | 'judgement'> {
  place: LinePointer;
}

/**
 * What lists need of a run, in memory: one row per cell, with the newest score in place of the first judgement, as in the
 * reports. Records are read once; `refresh` reads what was appended since.
 */
export class RunIndex {
  readonly path: string;
  readonly manifest: Manifest;
  /** Grows with every change: what is derived from the rows can be kept for as long as it stays. */
  version = 0;
  judgeVersion: string | null = null;
  readonly rows: CellRow[] = [];
  readonly #records: GrowingFile;
  readonly #texts = new Map<string, string>();
  readonly #positions = new Map<string, number>();
  #recorded: CellRow[] = [];
  #scores: GrowingFile | null = null;
  readonly #scored = new Map<string, ScoreRow>();
  #refreshing: Promise<void> | null = null;

  private constructor(path: string, manifest: Manifest) {
    this.path = path;
    this.manifest = manifest;
    this.#records = new GrowingFile(join(path, 'records.jsonl'));
  }

  static async open(path: string): Promise<RunIndex> {
    return new RunIndex(path, await readManifest(path));
  }

  /** Two requests at a time share one scan. */
  refresh(): Promise<void> {
    this.#refreshing ??= this.#refresh().finally(() => (this.#refreshing = null));
    return this.#refreshing;
  }

  find(key: string): CellRow | null {
    const position = this.#positions.get(key);
    return position === undefined ? null : (this.rows[position] ?? null);
  }

  /** Place of the score that counts, in `scores-<judgeVersion>.jsonl`. */
  scorePlace(key: string): LinePointer | null {
    return this.#scored.get(key)?.place ?? null;
  }

  async #refresh(): Promise<void> {
    await this.#readRecords();
    await this.#readScores();
  }

  async #readRecords(): Promise<void> {
    const { path } = this.#records;
    const restart = (): void => {
      this.rows.length = 0;
      this.#recorded = [];
      this.#positions.clear();
    };
    if (await this.#records.grow(restart, (text, place) => this.#take(cellRow(text, place, path, this.#intern)))) {
      this.version += 1;
    }
  }

  #take(row: CellRow): void {
    const position = this.#positions.get(row.key) ?? this.rows.length;
    this.#positions.set(row.key, position);
    this.#recorded[position] = row;
    this.rows[position] = this.#withScore(row);
  }

  async #readScores(): Promise<void> {
    const newest = (await scoreVersions(this.path))[0] ?? null;
    if (newest !== this.judgeVersion) {
      this.judgeVersion = newest;
      this.#scores = newest === null ? null : new GrowingFile(join(this.path, `scores-${newest}.jsonl`));
      this.#dropScores();
    }
    const scores = this.#scores;
    const take = (text: string, place: LinePointer): void =>
      this.#takeScore(parseLine(scoreSchema, text, scores?.path ?? ''), place);
    if (await scores?.grow(() => this.#dropScores(), take)) this.version += 1;
  }

  #takeScore({ key, outcome, gate, judgement }: Score, place: LinePointer): void {
    this.#scored.set(key, { outcome, place, gate: gate?.status ?? null, judgement: judgementText(judgement) });
    const position = this.#positions.get(key);
    const row = position === undefined ? undefined : this.#recorded[position];
    if (position !== undefined && row) this.rows[position] = this.#withScore(row);
  }

  #dropScores(): void {
    this.version += 1;
    this.#scored.clear();
    for (const [position, row] of this.#recorded.entries()) this.rows[position] = row;
  }

  #withScore(row: CellRow): CellRow {
    const score = this.#scored.get(row.key);
    if (!score) return row;
    const { outcome, gate, judgement } = score;
    return { ...row, outcome, gate: gate ?? row.gate, judgement, error: null };
  }

  readonly #intern = (text: string): string => {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    this.#texts.set(text, text);
    return text;
  };
}
