import { readdir, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { KenError, quote } from '../../ken/errors.ts';
import { readManifest } from './manifest.ts';
import type { Manifest } from './manifest.ts';
import { storageError } from './storage-error.ts';

export interface FoundRun {
  path: string;
  manifest: Manifest;
}

/** `20261122T103015Z-<experiment>-<4 hex>`: sorts by time. */
export function newRunName(experiment: string, now: Date, random: number): string {
  const time = now.toISOString().replace(/[-:]|\.\d+/g, '');
  const suffix = Math.floor(random * 0x10000)
    .toString(16)
    .padStart(4, '0');
  return `${time}-${experiment}-${suffix}`;
}

/** Every run of a results folder, the newest first. A folder without a manifest is no run (yet). */
export async function listRuns(resultsFolder: string): Promise<FoundRun[]> {
  const runs: FoundRun[] = [];
  for (const name of await namesIn(resultsFolder)) {
    const path = join(resultsFolder, name);
    if (await exists(join(path, 'manifest.json'))) runs.push({ path, manifest: await readManifest(path) });
  }
  return runs.sort((a, b) => (a.manifest.createdAt < b.manifest.createdAt ? 1 : -1));
}

/** The newest run of a plan, to be resumed. */
export async function newestRunOfPlan(resultsFolder: string, planHash: string): Promise<FoundRun | null> {
  const runs = await listRuns(resultsFolder);
  return runs.find((run) => run.manifest.planHash === planHash) ?? null;
}

/** A run by its folder's path, or by its name inside the results folder. */
export async function findRun(nameOrPath: string, resultsFolder: string): Promise<string> {
  for (const candidate of [resolve(nameOrPath), join(resolve(resultsFolder), nameOrPath)]) {
    if (await exists(join(candidate, 'manifest.json'))) return candidate;
  }
  const known = (await listRuns(resultsFolder)).slice(0, 5).map((run) => basename(run.path));
  throw new KenError('usage', `no run ${quote(nameOrPath)}`, {
    hint: known.length === 0 ? `there is no run in ${resultsFolder} yet` : `the newest runs are ${known.join(', ')}`,
  });
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw storageError(`cannot list ${folder}`, error);
  }
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
