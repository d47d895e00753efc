import { stat } from 'node:fs/promises';
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
  { status: 'ready'; origin: 'pinned' | 'given'; tree: SourceTree } | { status: 'unavailable'; reason: string };

/** A source's files. One that cannot be had is a value, never a fault: the build goes on without it. */
export async function obtainSource(source: Source, options: ObtainOptions): Promise<Obtained> {
  try {
    const given = options.given[source.id];
    if (given !== undefined) {
      return { status: 'ready', origin: 'given', tree: await openSourceTree(await givenFolder(source, given)) };
    }
    const folder = source.kind === 'git' ? await obtainCheckout(source, options) : await obtainArchive(source, options);
    return { status: 'ready', origin: 'pinned', tree: await openSourceTree(folder) };
  } catch (error) {
    const { message, hint } = error instanceof KenError ? error : { message: String(error), hint: undefined };
    return { status: 'unavailable', reason: hint === undefined ? message : `${message} (${hint})` };
  }
}

async function givenFolder(source: Source, given: string): Promise<string> {
  const info = await stat(given).catch((cause: unknown) => {
    throw new KenError('usage', `${given} cannot be read: ${(cause as NodeJS.ErrnoException).code ?? ''}`, { cause });
  });
  if (info.isDirectory()) return given;
  return unpackArchive(given, { members: ['**'], limit: source.unpackedLimit });
}
