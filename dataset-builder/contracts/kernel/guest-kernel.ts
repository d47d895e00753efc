import { mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { KenError } from '../../../ken/errors.ts';
import { buildImage } from '../../../ken/kernel/image/build.ts';
import { debianMirror } from '../../../ken/kernel/image/debian-mirror.ts';
import { downloadPackages } from '../../../ken/kernel/image/download.ts';
import { readLock } from '../../../ken/kernel/image/package-lock.ts';
import { runTool } from '../../../ken/kernel/image/tool.ts';
import { prepareTemplate } from '../../../ken/kernel/guest/template.ts';
import { type KernelConfiguration, readConfiguration } from './configuration.ts';

/** The guest's kernel, as its packages and its template have it. */
export interface GuestKernel {
  /** `uname -r`. */
  kernel: string;
  /** Debian version of its package, which its source package shares. */
  version: string;
  suite: string;
  vmlinuz: string;
  configuration: KernelConfiguration;
  /** Folder with the lists of the running kernel. */
  tree: string;
}

export async function guestKernel(
  options: { mirror?: string; progress?: (message: string) => void } = {},
): Promise<GuestKernel> {
  const image = await buildImage(options);
  const template = await prepareTemplate(image, options);
  const { lock } = await readLock();
  const entry = lock.packages.find(({ name }) => name === `linux-image-${image.kernel}`);
  if (!entry) throw new KenError('image', `the lock has no package of the guest's kernel ${image.kernel}`);
  const files = await downloadPackages(
    [entry],
    () => debianMirror(options.mirror),
    options.progress ?? (() => undefined),
  );
  return {
    kernel: image.kernel,
    version: entry.version,
    suite: lock.suite,
    vmlinuz: path.join(image.folder, 'vmlinuz'),
    configuration: await configurationOf(files.get(entry.name) ?? ''),
    tree: template.tree,
  };
}

/** `boot/config-*` of a kernel's package. */
async function configurationOf(packageFile: string): Promise<KernelConfiguration> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'ken-config-'));
  try {
    await runTool('sh', [
      '-c',
      'dpkg-deb --fsys-tarfile "$0" | tar -x -f - -C "$1" --wildcards "./boot/config-*"',
      packageFile,
      folder,
    ]);
    const [name] = await readdir(path.join(folder, 'boot'));
    return await readConfiguration(path.join(folder, 'boot', name ?? ''));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
