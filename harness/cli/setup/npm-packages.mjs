import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from './project.mjs';
import { mustRun, step } from './run-command.mjs';

/** Whether node_modules was installed from this very lock file. */
export function npmPackagesAreThere(folder = projectFolder) {
  const stamp = stampOf(folder);
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === lockHash(folder);
}

/** `npm ci`, unless node_modules belongs to the lock file already. A stamp inside node_modules holds the lock's hash. */
export async function installNpmPackages(folder = projectFolder) {
  if (npmPackagesAreThere(folder)) return;
  step('npm packages: npm ci (a minute or so)');
  await mustRun(
    'npm',
    ['ci', '--no-audit', '--no-fund', '--loglevel=error'],
    'Check that npm reaches a registry (npm ping), then try again.',
    { cwd: folder },
  );
  writeFileSync(stampOf(folder), lockHash(folder));
}

const stampOf = (folder) => join(folder, 'node_modules', '.ken-lock-hash');

const lockHash = (folder) =>
  createHash('sha256')
    .update(readFileSync(join(folder, 'package-lock.json')))
    .digest('hex');
