import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { KenError } from '../../../ken/errors.ts';
import { cacheFolder } from '../../../ken/kernel/image/cache-folder.ts';
import { debianMirror } from '../../../ken/kernel/image/debian-mirror.ts';
import { downloadPackages } from '../../../ken/kernel/image/download.ts';
import type { Source } from './source-file.ts';
import { unpackArchive } from './unpack-archive.ts';

/**
 * The unpacked members of a pinned archive, from the cache or from the Debian mirror. The archive's hash is checked
 * before anything is unpacked. Throws `KenError` when the mirror has it no more.
 */
export async function obtainArchive(
  source: Exclude<Source, { kind: 'git' }>,
  { fetch, progress }: { fetch: boolean; progress: (message: string) => void },
): Promise<string> {
  const { members, sha256, unpackedLimit } = source;
  const inner = source.kind === 'deb' ? source.inner : undefined;
  const key = createHash('sha256')
    .update(JSON.stringify([sha256, members, inner]))
    .digest('hex')
    .slice(0, 16);
  const folder = cacheFolder('pair-sources', `${source.id}-${key}`);
  if (await stat(folder).catch(() => undefined)) return folder;
  const locked = { name: source.package, version: source.version, path: source.path, bytes: source.bytes, sha256 };
  const files = await downloadPackages(
    [{ ...locked, use: ['headers'] }],
    () => (fetch ? debianMirror() : notFetched(source.id)),
    progress,
  ).catch((cause: unknown) => {
    if (cause instanceof KenError && cause.code === 'missing-tool') throw cause;
    throw new KenError('image', `${source.package} ${source.version} could not be fetched`, {
      cause,
      hint: 'the mirror may have dropped this version; a folder can be given instead',
    });
  });
  progress(`unpacking ${source.package} ${source.version}`);
  return unpackArchive(files.get(source.package) ?? '', {
    members,
    limit: unpackedLimit,
    target: folder,
    ...(source.kind === 'deb' ? { debian: true } : {}),
    ...(inner === undefined ? {} : { inner }),
  });
}

function notFetched(id: string): Promise<string> {
  return Promise.reject(new KenError('usage', `${id} is not in the cache, and nothing is to be fetched`));
}
