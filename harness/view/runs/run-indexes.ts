import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { KenError } from '../../../ken/errors.ts';
import { PageFault } from '../http/page-fault.ts';
import { RunIndex } from './run-index.ts';

/** A folder of the results: a run, or one that cannot be read, with the reason. */
export type ListedRun = { name: string; index: RunIndex } | { name: string; index: null; problem: string };

/** The runs of a results folder. A name of an address is only ever compared with what the folder lists. */
export class RunIndexes {
  readonly folder: string;
  readonly #open = new Map<string, { written: number; index: RunIndex }>();

  constructor(folder: string) {
    this.folder = folder;
  }

  /** Every run, the newest first; a damaged one does not hide the others. */
  async list(): Promise<ListedRun[]> {
    const listed: ListedRun[] = [];
    for (const name of await this.#names()) {
      try {
        listed.push({ name, index: await this.#refreshed(name) });
      } catch (error) {
        if (!(error instanceof KenError)) throw error;
        listed.push({ name, index: null, problem: error.message });
      }
    }
    const createdAt = (run: ListedRun): string => run.index?.manifest.createdAt ?? '';
    return listed.sort((a, b) => (createdAt(a) < createdAt(b) ? 1 : createdAt(a) > createdAt(b) ? -1 : 0));
  }

  /** The run of that name, up to date. A `PageFault` when the folder has none. */
  async find(name: string): Promise<RunIndex> {
    const names = await this.#names();
    if (names.includes(name)) return this.#refreshed(name);
    throw new PageFault(
      404,
      `there is no run ${JSON.stringify(name.slice(0, 120))} in ${this.folder}`,
      'Choose one from the list, or start the viewer with --results FOLDER.',
    );
  }

  async #refreshed(name: string): Promise<RunIndex> {
    const path = join(this.folder, name);
    const written = (await stat(join(path, 'manifest.json'))).mtimeMs;
    const known = this.#open.get(name);
    const index = known?.written === written ? known.index : await RunIndex.open(path);
    this.#open.set(name, { written, index });
    await index.refresh();
    return index;
  }

  /** Folders with a manifest: a folder without one is no run (yet). */
  async #names(): Promise<string[]> {
    const names = await readdir(this.folder).catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
      throw new KenError('storage', `the folder ${this.folder} cannot be listed: ${String(error)}`, { cause: error });
    });
    const isRun = await Promise.all(
      names.map((name) =>
        stat(join(this.folder, name, 'manifest.json')).then(
          (found) => found.isFile(),
          () => false,
        ),
      ),
    );
    return names.filter((_, position) => isRun[position]);
  }
}
