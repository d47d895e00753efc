import { copyFile, mkdir, readdir, symlink } from 'node:fs/promises';
import path from 'node:path';
import { runTool } from './tool.ts';

/**
 * Copies the named kernel modules and what they depend on from an unpacked kernel package into the guest's root,
 * uncompressed (busybox reads no xz), and writes their index. Returns the kernel release.
 */
export async function installModules(kernelTree: string, root: string, modules: readonly string[]): Promise<string> {
  await symlink('usr/lib', path.join(kernelTree, 'lib')).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  });
  const releases = await readdir(path.join(kernelTree, 'lib', 'modules'));
  const release = releases[0] ?? '';
  await runTool('depmod', ['-b', kernelTree, release]);
  const files = new Set<string>();
  for (const name of modules) {
    const plan = await runTool('modprobe', ['-d', kernelTree, '-S', release, '--show-depends', name]);
    for (const match of plan.matchAll(/^insmod (\S+)/gm)) files.add(match[1] ?? '');
  }
  for (const file of files) {
    const target = path.join(root, 'usr', path.relative(kernelTree, file).replace(/^usr\//, ''));
    await mkdir(path.dirname(target), { recursive: true });
    await copyFile(file, target);
    if (target.endsWith('.xz')) await runTool('xz', ['-d', '-f', target]);
  }
  const index = path.join(root, 'usr', 'lib', 'modules', release);
  for (const name of ['modules.builtin', 'modules.order', 'modules.builtin.modinfo']) {
    await copyFile(path.join(kernelTree, 'lib', 'modules', release, name), path.join(index, name));
  }
  await runTool('depmod', ['-b', root, release]);
  return release;
}
