import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { BtfTable } from '../../../ken/verifier/btf/btf-table.ts';
import { parseBtf } from '../../../ken/verifier/btf/parse-btf.ts';

export interface ModuleBtf {
  name: string;
  bytes: Uint8Array;
  types: BtfTable;
}

/** The BTF of the modules in a guest's files (`sys/kernel/btf/NAME`), by name; it continues the kernel's. */
export async function readModuleBtf(tree: string | null, kernel: BtfTable): Promise<ModuleBtf[]> {
  if (tree === null) return [];
  const folder = path.join(tree, 'sys/kernel/btf');
  const names = (await readdir(folder)).filter((name) => name !== 'vmlinux').sort();
  return Promise.all(
    names.map(async (name) => {
      const bytes = await readFile(path.join(folder, name));
      return { name, bytes, types: parseBtf(bytes, kernel) };
    }),
  );
}
