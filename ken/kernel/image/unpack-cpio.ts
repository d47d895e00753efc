import { mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { KenError } from '../../errors.ts';

/**
 * Unpacks an archive that `writeCpio` made into a folder. Names are those of our own image; one that leads out of the
 * folder is a damaged archive all the same.
 */
export async function unpackCpio(archive: Buffer, folder: string): Promise<void> {
  for (let at = 0; ;) {
    if (archive.toString('latin1', at, at + 6) !== '070701') throw damaged(`no entry at byte ${at}`);
    const field = (index: number): number =>
      parseInt(archive.toString('latin1', at + 6 + index * 8, at + 14 + index * 8), 16);
    const [mode, size, nameSize] = [field(1), field(6), field(11)];
    const name = archive.toString('utf8', at + 110, at + 110 + nameSize - 1);
    const start = aligned(at + 110 + nameSize);
    if (name === 'TRAILER!!!') return;
    if (start + size > archive.length) throw damaged(`${name} is cut`);
    if (path.isAbsolute(name) || name.split('/').includes('..')) throw damaged(`it holds ${JSON.stringify(name)}`);
    await unpackEntry(path.join(folder, name), mode, archive.subarray(start, start + size));
    at = aligned(start + size);
  }
}

async function unpackEntry(target: string, mode: number, data: Buffer): Promise<void> {
  const kind = mode & 0o170000;
  if (kind === 0o040000) await mkdir(target, { recursive: true });
  else if (kind === 0o120000) await symlink(data.toString('utf8'), target);
  else await writeFile(target, data, { mode: mode & 0o777, flag: 'wx' });
}

function aligned(offset: number): number {
  return Math.ceil(offset / 4) * 4;
}

function damaged(how: string): KenError {
  return new KenError('image', `the guest's root file system is damaged: ${how}`, {
    hint: "Remove the image's folder; the next start builds it anew.",
  });
}
