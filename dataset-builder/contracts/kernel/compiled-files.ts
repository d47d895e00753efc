import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { KernelConfiguration } from './configuration.ts';
import { type KbuildVariables, readKbuild } from './makefile.ts';

export interface CompiledFile {
  /** Path from the root of the tree, `.c` or `.S`. */
  file: string;
  /** Name of the module that it becomes a part of; null: the kernel itself. */
  module: string | null;
}

/** Where the build descends from the top-level makefiles (Kbuild, arch/x86/Makefile), and on which option. */
const topFolders: readonly (readonly [folder: string, option?: string])[] = [
  ...['init', 'usr', 'arch/x86', 'kernel', 'certs', 'mm', 'fs', 'ipc', 'security', 'crypto'].map(
    (each) => [each] as const,
  ),
  ...['lib', 'drivers', 'sound', 'virt', 'arch/x86/lib', 'arch/x86/ras', 'arch/x86/crypto'].map(
    (each) => [each] as const,
  ),
  ['block', 'CONFIG_BLOCK'],
  ['io_uring', 'CONFIG_IO_URING'],
  ['net', 'CONFIG_NET'],
  ['arch/x86/kvm', 'CONFIG_KVM'],
  ['arch/x86/math-emu', 'CONFIG_MATH_EMULATION'],
  ['arch/x86/pci', 'CONFIG_PCI'],
  ['arch/x86/power', 'CONFIG_PM'],
  ['arch/x86/video', 'CONFIG_FB_CORE'],
];

/**
 * The files that Kbuild compiles under this configuration, by reading its makefiles: what a tree of 55,000 files says
 * about one kernel. Files that the build generates do not exist in a tree and are left out.
 */
export function compiledFiles(root: string, configuration: KernelConfiguration): CompiledFile[] {
  const found = new Map<string, CompiledFile>();
  const visited = new Set<string>();
  const visit = (folder: string, asModule: boolean): void => {
    const key = `${folder}:${String(asModule)}`;
    if (visited.has(key)) return;
    visited.add(key);
    const makefile = ['Kbuild', 'Makefile']
      .map((name) => path.join(root, folder, name))
      .find((file) => existsSync(file));
    if (makefile === undefined) return;
    const variables = readKbuild(withIncludes(makefile, root), configuration);
    for (const name of ['obj-y', 'lib-y', 'libs-y', 'obj-m', 'drivers-y', 'core-y']) {
      const inModule = asModule || name === 'obj-m';
      for (const word of variables.get(name) ?? []) {
        if (word.endsWith('/')) visit(path.normalize(path.join(folder, word)).replace(/\/$/, ''), inModule);
        else if (word.endsWith('.o'))
          addObject(word.slice(0, -2), folder, variables, inModule ? moduleName(word) : null);
      }
    }
  };
  const addObject = (stem: string, folder: string, variables: KbuildVariables, module: string | null): void => {
    const parts = ['-objs', '-y', ...(module === null ? [] : ['-m'])].flatMap(
      (suffix) => variables.get(stem + suffix) ?? [],
    );
    const objects = parts.filter((part) => part.endsWith('.o') && part !== `${stem}.o`);
    for (const object of objects) addObject(object.slice(0, -2), folder, variables, module);
    if (objects.length > 0 && !parts.includes(`${stem}.o`)) return;
    for (const extension of ['.c', '.S']) {
      const file = path.normalize(path.join(folder, stem + extension));
      if (!existsSync(path.join(root, file))) continue;
      if (found.get(file)?.module !== null) found.set(file, { file, module });
      return;
    }
  };
  for (const [folder, option] of topFolders) {
    if (option === undefined || configuration.has(option)) visit(folder, configuration.get(option ?? '') === 'm');
  }
  return [...found.values()].sort((left, right) => (left.file < right.file ? -1 : 1));
}

/** A makefile with the files that it includes in their places, one level deep. */
function withIncludes(makefile: string, root: string): string {
  return readFileSync(makefile, 'utf8').replace(/^include\s+(\S+)$/gm, (line, name: string) => {
    const file = name.replace(/^\$\((?:srctree|src)\)\//, (prefix) =>
      prefix.includes('srctree') ? `${root}/` : `${path.dirname(makefile)}/`,
    );
    return file.includes('$(') || !existsSync(file) ? line : readFileSync(file, 'utf8');
  });
}

function moduleName(object: string): string {
  return path.basename(object, '.o').replaceAll('-', '_');
}
