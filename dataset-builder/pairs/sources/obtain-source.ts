import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { KenError } from '../../../ken/errors.ts';
import { obtainArchive } from './obtain-archive.ts';
import { obtainCheckout } from './obtain-checkout.ts';
import type { Source } from './source-file.ts';
import { openSourceTree, type SourceTree } from './source-tree.ts';
import { unpackArchive } from './unpack-archive.ts';

export interface ObtainOptions {
  /** Folder or archive of the user for a source, by its id; it is read instead of the pinned one. */
  given: Readonly<Record<string, string>>;
  /** False: nothing is fetched; what an earlier build fetched is used. */
  fetch: boolean;
  progress: (message: string) => void;
}

/** `pinned`: the content is what the pin names. `given`: a folder of the user; nothing is known of its version. */
export type Obtained =
  | { status: 'ready'; origin: 'pinned' | 'given'; tree: SourceTree; close: () => Promise<void> }
  | { status: 'unavailable'; reason: string };

/** A source's files. One that cannot be had is a value, never a fault: the build goes on without it. */
export async function obtainSource(source: Source, options: ObtainOptions): Promise<Obtained> {
  try {
    const given = options.given[source.id];
    if (given !== undefined) {
      const { folder, close } = await givenFolder(source, given);
      return { status: 'ready', origin: 'given', tree: await openSourceTree(folder), close };
    }
    const folder = source.kind === 'git' ? await obtainCheckout(source, options) : await obtainArchive(source, options);
    return { status: 'ready', origin: 'pinned', tree: await openSourceTree(folder), close: keepIt };
  } catch (error) {
    const { message, hint } = error instanceof KenError ? error : { message: String(error), hint: undefined };
    return { status: 'unavailable', reason: hint === undefined ? message : `${message} (${hint})` };
  }
}

const keepIt = (): Promise<void> => Promise.resolve();

/** A folder is read where it lies; an archive is unpacked, and gone after `close`. */
async function givenFolder(source: Source, given: string): Promise<{ folder: string; close: () => Promise<void> }> {
  const info = await stat(given).catch((cause: unknown) => {
    throw new KenError('usage', `${given} cannot be read: ${(cause as NodeJS.ErrnoException).code ?? ''}`, { cause });
  });
  if (info.isDirectory()) return { folder: given, close: keepIt };
  const unpacked = await unpackArchive(given, { members: ['**'], limit: source.unpackedLimit });
  const close = (): Promise<void> => rm(unpacked, { recursive: true, force: true });
  return { folder: source.kind === 'git' ? await repositoryRoot(unpacked) : unpacked, close };
}

/** Archives of a repository have all files in one folder, named after it and the commit. */
async function repositoryRoot(folder: string): Promise<string> {
  const entries = await readdir(folder, { withFileTypes: true });
  const [only] = entries;
  return entries.length === 1 && only?.isDirectory() ? path.join(folder, only.name) : folder;
}
