import { lstat, open, readdir, readFile, readlink } from 'node:fs/promises';
import path from 'node:path';

/**
 * Writes a folder as a cpio archive in the "newc" format that the kernel unpacks as its first root file system
 * (Documentation/driver-api/early-userspace/buffer-format.rst). Entries are sorted, owned by root and undated, so the
 * same tree gives the same bytes whoever builds it.
 */
export async function writeCpio(folder: string, file: string): Promise<void> {
  const output = await open(file, 'w');
  let inode = 0;
  const write = async (name: string, mode: number, data: Buffer): Promise<void> => {
    const header = entryHeader({ inode: ++inode, mode, size: data.length, nameSize: Buffer.byteLength(name) + 1 });
    await output.write(padded(Buffer.from(`${header}${name}\0`)));
    if (data.length > 0) await output.write(padded(data));
  };
  try {
    for (const name of await entries(folder, '')) {
      const full = path.join(folder, name);
      const info = await lstat(full);
      if (info.isDirectory()) await write(name, 0o040000 | (info.mode & 0o777), Buffer.alloc(0));
      else if (info.isSymbolicLink()) await write(name, 0o120777, Buffer.from(await readlink(full)));
      else if (info.isFile()) await write(name, 0o100000 | (info.mode & 0o777), await readFile(full));
    }
    inode = -1;
    await write('TRAILER!!!', 0, Buffer.alloc(0));
  } finally {
    await output.close();
  }
}

function entryHeader(entry: { inode: number; mode: number; size: number; nameSize: number }): string {
  const fields = [entry.inode, entry.mode, 0, 0, 1, 0, entry.size, 0, 0, 0, 0, entry.nameSize, 0];
  return `070701${fields.map((field) => field.toString(16).padStart(8, '0')).join('')}`;
}

function padded(bytes: Buffer): Buffer {
  const rest = bytes.length % 4;
  return rest === 0 ? bytes : Buffer.concat([bytes, Buffer.alloc(4 - rest)]);
}

async function entries(folder: string, below: string): Promise<string[]> {
  const found: string[] = [];
  const list = await readdir(path.join(folder, below), { withFileTypes: true });
  for (const entry of list.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const name = path.join(below, entry.name);
    found.push(name);
    if (entry.isDirectory()) found.push(...(await entries(folder, name)));
  }
  return found;
}
