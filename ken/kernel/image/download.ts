import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { KenError } from '../../errors.ts';
import { cacheFolder } from './cache-folder.ts';
import type { LockedPackage } from './package-lock.ts';
import { runTool } from './tool.ts';

/**
 * Fetches the locked packages into the cache, keyed by hash; those that are there already are checked, not fetched.
 * Returns package name -> file. Throws `image`, naming package and version, when the mirror no longer has one.
 */
export async function downloadPackages(
  packages: readonly LockedPackage[],
  mirror: () => Promise<string>,
  progress: (message: string) => void,
): Promise<Map<string, string>> {
  const folder = cacheFolder('packages');
  await mkdir(folder, { recursive: true });
  const files = new Map<string, string>();
  const missing: LockedPackage[] = [];
  for (const item of packages) {
    const file = path.join(folder, `${item.sha256}.deb`);
    files.set(item.name, file);
    if (!(await isIntact(file, item))) missing.push(item);
  }
  if (missing.length === 0) return files;
  const megabytes = missing.reduce((sum, item) => sum + item.bytes, 0) / 1e6;
  progress(`downloading ${missing.length} Debian packages (${megabytes.toFixed(0)} MB)`);
  const base = await mirror();
  for (const batch of batches(missing, 12)) await fetchBatch(batch, base, files);
  return files;
}

async function fetchBatch(batch: LockedPackage[], base: string, files: Map<string, string>): Promise<void> {
  const target = (item: LockedPackage): string => `${files.get(item.name) ?? ''}.part`;
  const triples = batch.flatMap((item) => [`${base}${item.path}`, target(item), `SHA256:${item.sha256}`]);
  try {
    await runTool('/usr/lib/apt/apt-helper', ['-oAPT::Sandbox::User=', 'download-file', ...triples]);
  } catch (cause) {
    if (cause instanceof KenError && cause.code === 'missing-tool') throw cause;
    const gone = await notFetched(batch, target);
    throw new KenError(
      'image',
      `the mirror did not give ${gone.map((item) => `${item.name} ${item.version}`).join(', ')}`,
      {
        cause,
        hint:
          'If the mirror has dropped these versions, write a new lock with: npx ken image lock (results are then of another image). ' +
          `If the network is down, try again; packages already fetched are kept. ${cause instanceof Error ? cause.message : ''}`,
      },
    );
  }
  for (const item of batch) {
    if (!(await isIntact(target(item), item))) {
      throw new KenError('image', `${item.name} ${item.version} came with another hash than the lock's ${item.sha256}`);
    }
    await rename(target(item), target(item).slice(0, -'.part'.length));
  }
}

async function notFetched(batch: LockedPackage[], target: (item: LockedPackage) => string): Promise<LockedPackage[]> {
  const gone: LockedPackage[] = [];
  for (const item of batch) {
    if (await isIntact(target(item), item)) await rename(target(item), target(item).slice(0, -'.part'.length));
    else gone.push(item);
    await rm(target(item), { force: true });
  }
  return gone;
}

async function isIntact(file: string, item: LockedPackage): Promise<boolean> {
  const info = await stat(file).catch(() => undefined);
  if (info?.size !== item.bytes) return false;
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex') === item.sha256;
}

function batches<T>(items: readonly T[], size: number): T[][] {
  const result: T[][] = [];
  for (let start = 0; start < items.length; start += size) result.push(items.slice(start, start + size));
  return result;
}
