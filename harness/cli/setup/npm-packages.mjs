import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from './project.mjs';
import { mustRun, step } from './run-command.mjs';

/** `npm ci`, unless node_modules belongs to the lock file already. A stamp inside node_modules holds the lock's hash. */
export async function installNpmPackages(folder = projectFolder) {
  const stamp = join(folder, 'node_modules', '.ken-lock-hash');
  const hash = createHash('sha256')
    .update(readFileSync(join(folder, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  if (!isInstalledAsLocked(folder)) {
    step('npm packages: npm ci (a minute or so)');
    await mustRun(
      'npm',
      ['ci', '--no-audit', '--no-fund', '--loglevel=error'],
      'Check that npm reaches a registry (npm ping), then try again.',
      { cwd: folder },
    );
  }
  writeFileSync(stamp, hash);
}

/** Compares what npm says it installed with the lock; packages for other platforms may be missing. */
export function isInstalledAsLocked(folder) {
  const installed = join(folder, 'node_modules', '.package-lock.json');
  if (!existsSync(installed)) return false;
  const there = JSON.parse(readFileSync(installed, 'utf8')).packages;
  const locked = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')).packages;
  return Object.entries(locked).every(([path, { version, optional }]) => {
    // An optional entry without a version is where npm believes the target of an overridden package to lie.
    if (path === '' || (version === undefined && optional === true)) return true;
    return there[path] ? there[path].version === version && existsSync(join(folder, path)) : optional === true;
  });
}
