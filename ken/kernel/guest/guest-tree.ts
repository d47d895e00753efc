import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ImageIdentity } from '../image/identity.ts';
import { runTool } from '../image/tool.ts';
import { unpackCpio } from '../image/unpack-cpio.ts';

/** What a compiler of tracing programs reads of the running kernel, relative to the root. */
const kernelFiles = [
  'sys/kernel/tracing/events/*/*/format',
  'sys/kernel/tracing/available_events',
  'sys/kernel/tracing/available_filter_functions',
  'sys/devices/system/cpu/possible',
  'sys/devices/system/cpu/online',
  'proc/kallsyms',
  'proc/modules',
  'proc/sys/kernel/randomize_va_space',
  // Of the loaded modules; the kernel's own is read apart.
  'sys/kernel/btf/[!v]*',
  'etc/ld.so.cache',
];

/** Shell command of the guest that prints those files as a compressed archive in base64. */
export const exportKernelFiles = [
  'mkdir -p /tmp/tree && cd /',
  // cp, since files of tracefs have no size that an archiver could trust.
  `cp --parents ${kernelFiles.join(' ')} /tmp/tree`,
  'cd /tmp/tree && tar -c . | gzip -1 | base64 -w 0',
].join(' && ');

/**
 * Lays out the guest's files on this machine: its root file system, and beside it what its kernel shows in /sys and
 * /proc. With such a root the guest's own compiler can work outside the guest and still see only the guest.
 */
export async function layOutGuestTree(
  image: ImageIdentity,
  kernelArchive: string,
  vmlinuxBtf: string,
  folder: string,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const unpacked = `${folder}.cpio`;
  await runTool('zstd', ['-q', '-d', '-f', path.join(image.folder, 'initrd.zst'), '-o', unpacked]);
  await unpackCpio(await readFile(unpacked), folder);
  await rm(unpacked);
  const archive = `${folder}.tar.gz`;
  await writeFile(archive, Buffer.from(kernelArchive, 'base64'));
  await runTool('tar', ['-x', '-z', '-f', archive, '-C', folder, '--no-same-owner', '--no-same-permissions']);
  await rm(archive);
  await mkdir(path.join(folder, 'sys', 'kernel', 'btf'), { recursive: true });
  await writeFile(path.join(folder, 'sys', 'kernel', 'btf', 'vmlinux'), await readFile(vmlinuxBtf));
  await writeFile(path.join(folder, 'dev', 'null'), '');
  // Event formats are readable by root only; here they are anybody's.
  await runTool('chmod', ['-R', 'a+rX,u+w', folder]);
}
