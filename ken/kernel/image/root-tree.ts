import { chmod, mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runTool } from './tool.ts';

/** Debian's packages expect /bin, /sbin, /lib and /lib64 to be links into /usr. */
export async function linkFolders(root: string): Promise<void> {
  for (const name of ['bin', 'sbin', 'lib', 'lib64']) {
    await mkdir(path.join(root, 'usr', name), { recursive: true });
    await symlink(`usr/${name}`, path.join(root, name)).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    });
  }
}

/** Removes what nothing in the guest uses; patterns are relative to the root, `*` matches within a name. */
export async function dropUnused(root: string, patterns: readonly string[]): Promise<void> {
  for (const pattern of patterns) {
    const folder = path.join(root, path.dirname(pattern));
    for await (const parent of expand(folder)) {
      const names = await readdir(parent).catch(() => []);
      for (const name of names.filter((candidate) => matches(candidate, path.basename(pattern)))) {
        await rm(path.join(parent, name), { recursive: true, force: true });
      }
    }
  }
}

/** Folders, a few configuration files and the busybox applets. */
export async function writeConfiguration(root: string): Promise<void> {
  for (const folder of ['proc', 'sys', 'dev', 'tmp', 'run', 'ken', 'mnt', 'etc', 'root', 'job', 'var/tmp']) {
    await mkdir(path.join(root, folder), { recursive: true });
  }
  const file = (name: string, text: string): Promise<void> => writeFile(path.join(root, 'etc', name), text);
  await file('passwd', 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/sh\n');
  await file('group', 'root:x:0:\nnogroup:x:65534:\n');
  await file('hosts', '127.0.0.1 localhost\n::1 localhost\n');
  await file('mtab', '');
  const busybox = path.join(root, 'usr', 'bin', 'busybox');
  await chmod(busybox, 0o755);
  for (const applet of (await runTool(busybox, ['--list'])).split('\n')) {
    if (applet === 'busybox') continue;
    const present = await Promise.all(
      ['usr/bin', 'usr/sbin'].map(async (folder) => (await readdir(path.join(root, folder))).includes(applet)),
    );
    if (!present.includes(true)) await symlink('busybox', path.join(root, 'usr/bin', applet));
  }
}

async function* expand(folder: string): AsyncGenerator<string> {
  if (!folder.includes('*')) {
    yield folder;
    return;
  }
  const parent = path.dirname(folder);
  for await (const outer of expand(parent)) {
    for (const name of await readdir(outer).catch(() => [])) {
      if (matches(name, path.basename(folder))) yield path.join(outer, name);
    }
  }
}

function matches(name: string, pattern: string): boolean {
  const expression = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*');
  return new RegExp(`^${expression}$`).test(name);
}
