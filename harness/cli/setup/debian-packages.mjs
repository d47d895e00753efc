import { accessSync, constants, existsSync, readdirSync, readFileSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { runCommand, step } from './run-command.mjs';

/** Packages of the host, each with the file or program that shows it is there, and why it is needed. */
export const debianPackages = JSON.parse(readFileSync(new URL('debian-packages.json', import.meta.url), 'utf8'));

/** Those whose file or program is not there. */
export function missingPackages(packages = debianPackages, path = process.env.PATH ?? '') {
  const folders = [...path.split(delimiter), '/usr/sbin', '/sbin'].filter(Boolean);
  return packages.filter(({ probe }) => {
    return isAbsolute(probe) ? !existsSync(probe) : !folders.some((folder) => isExecutable(join(folder, probe)));
  });
}

/** The command that installs them. */
export function installCommand(missing) {
  const words = `apt-get install -y --no-install-recommends ${missing.map((item) => item.package).join(' ')}`;
  return process.getuid?.() === 0 ? words : `sudo ${words}`;
}

/**
 * Installs what is missing when this is root on a machine with apt, else says exactly what to run. The mirror's lists
 * are fetched when there are none, or when the installation fails with those that are there. Returns what is still missing.
 */
export async function installDebianPackages() {
  const missing = missingPackages();
  if (missing.length === 0) return [];
  const list = missing.map((item) => `${item.package} (${item.reason})`).join(', ');
  if (!existsSync('/usr/bin/apt-get')) {
    step(`missing: ${list}. This is no Debian machine: install their counterparts by its own means.`);
    return missing;
  }
  if (process.getuid?.() !== 0) {
    step(`missing: ${list}. Run: ${installCommand(missing)}`);
    return missing;
  }
  step(`installing Debian packages: ${list}`);
  if (!hasPackageLists()) await aptGet('update');
  const install = ['install', '-y', '--no-install-recommends', ...missing.map((item) => item.package)];
  if ((await aptGet(...install)) !== 0) {
    step('the installation failed: fetching the mirror’s lists and trying once more');
    await aptGet('update');
    await aptGet(...install);
  }
  const left = missingPackages();
  if (left.length > 0) step(`still missing after apt-get: ${left.map((item) => item.package).join(', ')}`);
  return left;
}

function aptGet(...words) {
  return runCommand('apt-get', ['-q', '-o', 'Dpkg::Use-Pty=0', ...words], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
}

function hasPackageLists(folder = '/var/lib/apt/lists') {
  return existsSync(folder) && readdirSync(folder).some((name) => /_Packages(\.\w+)?$/.test(name));
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
