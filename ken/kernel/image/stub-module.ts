import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { KenError } from '../../errors.ts';
import { guestSources } from './recipe.ts';
import { runTool } from './tool.ts';

/**
 * Compiles zfs-stub/ against the guest kernel's own headers and puts it among the kernel's modules as `extra/zfs.ko`.
 * The kernel's build system is not needed: one object, one object with what modpost would write, joined by the linker.
 * `headersTree` and `kernelTree` are unpacked packages.
 */
export async function compileStubModule(headersTree: string, kernelTree: string): Promise<void> {
  const folders = await headerFolders(headersTree);
  const work = path.join(headersTree, 'stub');
  await mkdir(work, { recursive: true });
  const objects = guestSources().stub.map((source) => ({
    source,
    object: path.join(work, `${path.basename(source, '.c')}.o`),
  }));
  const [identity, ...parts] = [...objects].sort(({ source }) => (source.endsWith('module-identity.c') ? -1 : 1));
  if (identity === undefined) throw new KenError('image', 'the sources of the ZFS stub are missing');
  for (const { source, object } of parts) await compileForKernel(folders, work, source, object);
  const symbols = await undefinedSymbols(parts.map(({ object }) => object));
  const known = await readFile(path.join(folders.own, 'Module.symvers'), 'utf8');
  await writeFile(path.join(work, 'symbol-versions.h'), versionTable(['module_layout', ...symbols], known));
  await compileForKernel(folders, work, identity.source, identity.object);
  const target = path.join(kernelTree, 'usr', 'lib', 'modules', folders.release, 'extra');
  await mkdir(target, { recursive: true });
  const all = objects.map(({ object }) => object);
  await runTool('ld', ['-r', '-o', path.join(target, 'zfs.ko'), ...all]);
  await rm(work, { recursive: true });
}

interface HeaderFolders {
  /** `uname -r` of the kernel. */
  release: string;
  /** Headers of this kernel: its configuration, what was generated for it, Module.symvers. */
  own: string;
  /** Headers that it shares with its siblings. */
  common: string;
}

async function headerFolders(headersTree: string): Promise<HeaderFolders> {
  const sources = path.join(headersTree, 'usr', 'src');
  const names = await readdir(sources);
  const common = names.find((name) => name.endsWith('-common'));
  const own = names.find((name) => name.startsWith('linux-headers-') && name !== common);
  if (common === undefined || own === undefined) throw new KenError('image', `no kernel headers in ${sources}`);
  return {
    release: own.slice('linux-headers-'.length),
    own: path.join(sources, own),
    common: path.join(sources, common),
  };
}

/** With the flags of the kernel's Makefile that change what a module may do; no unwinding, no profiling, no warnings. */
async function compileForKernel(
  { own, common }: HeaderFolders,
  work: string,
  source: string,
  object: string,
): Promise<void> {
  const include = [
    ...['arch/x86/include', 'include', 'arch/x86/include/uapi', 'include/uapi'].map((below) =>
      path.join(common, below),
    ),
    ...['arch/x86/include/generated', 'include', 'arch/x86/include/generated/uapi', 'include/generated/uapi'].map(
      (below) => path.join(own, below),
    ),
    work,
  ];
  const first = ['compiler-version.h', 'kconfig.h', 'compiler_types.h'].map((name) =>
    path.join(common, 'include', 'linux', name),
  );
  await runTool('clang', [
    ...['--target=x86_64-linux-gnu', '-c', '-std=gnu11', '-O2', '-w', '-nostdinc', '-ffreestanding'],
    ...include.map((folder) => `-I${folder}`),
    ...first.flatMap((file) => ['-include', file]),
    ...['-D__KERNEL__', '-DMODULE', '-DKBUILD_MODNAME="zfs"', '-DKBUILD_BASENAME="zfs"', '-D__KBUILD_MODNAME=kmod_zfs'],
    ...['-fno-strict-aliasing', '-fno-common', '-fshort-wchar', '-fno-pic', '-fno-delete-null-pointer-checks'],
    ...['-fno-stack-protector', '-fno-asynchronous-unwind-tables', '-fcf-protection=none', '-mcmodel=kernel'],
    ...['-mno-red-zone', '-mno-80387', '-mno-mmx', '-mno-sse', '-mno-sse2', '-mno-avx', '-mstack-alignment=8'],
    ...['-pg', '-mfentry', '-o', object, source],
  ]);
}

async function undefinedSymbols(objects: readonly string[]): Promise<string[]> {
  const text = await runTool('nm', ['-u', ...objects]);
  return [...text.matchAll(/^\s+U (\S+)$/gm)].map((match) => match[1] ?? '').filter((name) => name !== '__this_module');
}

/** The initialiser of the module's symbol versions. Throws `image` when the kernel does not offer one of them. */
export function versionTable(symbols: readonly string[], moduleSymvers: string): string {
  const checksums = new Map(
    moduleSymvers.split('\n').map((line): [string, string] => {
      const [checksum = '', name = ''] = line.split('\t');
      return [name, checksum];
    }),
  );
  const rows = [...new Set(symbols)].map((name) => {
    const checksum = checksums.get(name);
    if (checksum === undefined) throw new KenError('image', `the guest's kernel offers no ${JSON.stringify(name)}`);
    return `{${checksum}, "${name}"},\n`;
  });
  return rows.join('');
}
