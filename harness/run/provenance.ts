import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import type { Manifest } from '../record/manifest.ts';

/** Where a run was made: enough to make it again. No host name, no user, no value of a variable. */
export async function provenanceOf(
  projectFolder: string,
  commandLine: readonly string[],
): Promise<Manifest['provenance']> {
  const git = async (...words: string[]): Promise<string | null> => {
    const { exitCode, stdout } = await execa('git', words, { cwd: projectFolder, reject: false });
    return exitCode === 0 ? stdout.trim() : null;
  };
  const changes = await git('status', '--porcelain', '--untracked-files=no');
  const lock = await readFile(join(projectFolder, 'package-lock.json'));
  return {
    commit: await git('rev-parse', 'HEAD'),
    uncommittedChanges: changes === null ? null : changes !== '',
    packageLock: createHash('sha256').update(lock).digest('hex').slice(0, 16),
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    command: ['ken', ...commandLine].join(' '),
  };
}
