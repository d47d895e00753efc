import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** What the guest is made of. A change here needs `ken image lock`, which writes packages.lock.json anew. */
export const recipe = {
  suite: 'trixie',
  /** Unpacked into the guest's root file system, with everything they depend on. */
  guestPackages: ['bpftrace', 'bpftool', 'busybox-static', 'libc-bin'],
  /**
   * Unpacked into the guest too, without what they depend on (an init system, Python): programs that workloads use and
   * the libraries that these link.
   */
  barePackages: [
    'bash',
    'btrfs-progs',
    'libblkid1',
    'libinih1',
    'liblzo2-2',
    'libudev1',
    'liburcu8t64',
    'libuuid1',
    'mdadm',
    'xfsprogs',
  ],
  /** Names the kernel package that the lock resolves; the headers of that very kernel are locked with it. */
  kernelPackage: 'linux-image-cloud-amd64',
  /** Headers and libraries of the guest, for compiling the agent, the loader, workloads and libbpf C on the host. */
  sysrootPackages: ['libc6-dev', 'linux-libc-dev', 'libgcc-14-dev', 'libbpf-dev', 'libelf-dev', 'zlib1g-dev'],
  /** Kernel modules that go into the guest, with their dependencies. `zfs` is ours: zfs-stub/. */
  modules: [
    'virtio_pci',
    'virtio_console',
    'loop',
    'veth',
    'dummy',
    'xfs',
    'btrfs',
    'md-mod',
    'raid1',
    'brd',
    'null_blk',
    'zram',
    'lzo-rle',
    'kvm-amd',
    'zfs',
  ],
  /** Large files of the packages that nothing in the guest uses. */
  dropped: [
    'usr/share',
    'usr/include',
    'usr/lib/x86_64-linux-gnu/gconv',
    'usr/lib/x86_64-linux-gnu/libbcc.so.*',
    'usr/lib/x86_64-linux-gnu/libclang-cpp.so.*',
    'usr/lib/llvm-*/lib/libclang-cpp.so.*',
    'usr/sbin/bpftrace/tools',
    'var',
    'etc/skel',
    'usr/bin/btrfs-*',
    'usr/lib/python3',
    'usr/lib/systemd',
    'usr/lib/udev',
    'usr/libexec',
    'usr/sbin/mdmon',
    'usr/sbin/xfs_*',
  ],
} as const;

const agentFolder = path.join(import.meta.dirname, '..', 'guest', 'agent');
const loaderFolder = path.join(import.meta.dirname, '..', 'libbpf', 'loader');
const stubFolder = path.join(import.meta.dirname, 'zfs-stub');

/** Our own sources that go into the image: the agent, its boot script, the libbpf loader, the ZFS stub. */
export function guestSources(): { agent: string[]; bootScript: string; loader: string[]; stub: string[] } {
  return {
    agent: sourcesIn(agentFolder, /\.[ch]$/),
    bootScript: path.join(agentFolder, 'boot.sh'),
    loader: sourcesIn(loaderFolder, /\.[ch]$/),
    stub: sourcesIn(stubFolder, /\.[ch]$/),
  };
}

/** Hash of everything that the image is made from: lock, recipe, our sources. Names the image's folder. */
export function imageHash(lockText: string): string {
  const hash = createHash('sha256').update(JSON.stringify(recipe)).update(lockText);
  const sources = guestSources();
  for (const file of [...sources.agent, sources.bootScript, ...sources.loader, ...sources.stub]) {
    hash.update(path.basename(file)).update(readFileSync(file));
  }
  return hash.digest('hex').slice(0, 16);
}

function sourcesIn(folder: string, pattern: RegExp): string[] {
  return readdirSync(folder)
    .filter((name) => pattern.test(name))
    .sort()
    .map((name) => path.join(folder, name));
}
