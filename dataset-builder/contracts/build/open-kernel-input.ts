import { createHash } from 'node:crypto';
import { KenError, quote } from '../../../ken/errors.ts';
import { parseBtf } from '../../../ken/verifier/btf/parse-btf.ts';
import { type KernelConfiguration, readConfiguration } from '../kernel/configuration.ts';
import { guestKernel } from '../kernel/guest-kernel.ts';
import { readModuleBtf } from '../kernel/module-btf.ts';
import { fetchSourceTree, openSourceTree, type SourceTree } from '../kernel/source-tree.ts';
import { readSymbols } from '../kernel/symbols.ts';
import { bootVersion, readKernelBtf } from '../kernel/vmlinux-btf.ts';
import type { KernelInput } from './kernel-input.ts';

export interface KernelChoice {
  /** Folder or tarball; default: Debian's package of the kernel's version. */
  source?: string;
  /** A kernel image, vmlinux or BTF; default: the guest's. Needs `config` and `source`. */
  kernel?: string;
  /** The kernel's `.config`. */
  config?: string;
  mirror?: string;
  progress?: (message: string) => void;
}

/** Opens everything that contracts are built from. Throws `usage` or `config` for what does not fit together. */
export async function openKernelInput(choice: KernelChoice): Promise<KernelInput> {
  if (choice.kernel === undefined) return guestInput(choice);
  if (choice.config === undefined || choice.source === undefined) {
    throw new KenError('usage', 'a kernel of your own needs its configuration and its source', {
      hint: 'Give --kernel VMLINUZ --config .config --source FOLDER.',
    });
  }
  const source = await openSourceTree(choice.source);
  const version = (await bootVersion(choice.kernel))?.split(' ')[0] ?? source.version;
  checkVersion(source, version);
  return input(version, source, await readConfiguration(choice.config), choice.kernel, null);
}

async function guestInput(choice: KernelChoice): Promise<KernelInput> {
  const guest = await guestKernel(choice);
  const source =
    choice.source === undefined
      ? await fetchSourceTree(guest.version, guest.suite, choice)
      : await openSourceTree(choice.source);
  checkVersion(source, guest.version);
  return input(guest.kernel, source, guest.configuration, guest.vmlinuz, guest.tree);
}

async function input(
  kernel: string,
  source: SourceTree,
  configuration: KernelConfiguration,
  image: string,
  tree: string | null,
): Promise<KernelInput> {
  const btf = await readKernelBtf(image);
  const types = parseBtf(btf);
  const modules = await readModuleBtf(tree, types);
  const hash = (data: Uint8Array | string): string => createHash('sha256').update(data).digest('hex');
  return {
    kernel,
    source: source.description,
    root: source.root,
    configuration,
    types,
    modules,
    symbols: await readSymbols(tree),
    hashes: {
      configuration: hash(JSON.stringify([...configuration])),
      btf: modules.length === 0 ? hash(btf) : hash([btf, ...modules.map(({ bytes }) => bytes)].map(hash).join()),
    },
  };
}

/** Debian's package of version 6.1.176-1 has ABI 6.1.0-50: only the series can be compared then. */
function checkVersion({ version, root }: SourceTree, kernel: string): void {
  const series = (text: string): string => /^\d+\.\d+/.exec(text)?.[0] ?? '';
  if (series(version) === series(kernel)) return;
  throw new KenError('config', `the source ${quote(root)} is of Linux ${version}, the kernel is ${kernel}`, {
    hint: 'Contracts are only true of the kernel that was built from the source: give a matching tree.',
  });
}
