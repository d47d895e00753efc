import { rename, rm, stat } from 'node:fs/promises';
import { KenError } from '../../../ken/errors.ts';
import { cacheFolder } from '../../../ken/kernel/image/cache-folder.ts';
import { runTool } from '../../../ken/kernel/image/tool.ts';
import type { Source } from './source-file.ts';

/** The files of a repository at its pinned commit, without history. Throws `KenError` when it cannot be reached. */
export async function obtainCheckout(
  source: Extract<Source, { kind: 'git' }>,
  { fetch, progress }: { fetch: boolean; progress: (message: string) => void },
): Promise<string> {
  const folder = cacheFolder('pair-sources', `${source.id}-${source.commit.slice(0, 16)}`);
  if (await stat(folder).catch(() => undefined)) return folder;
  const unreachable = `${source.url} at ${source.commit.slice(0, 12)} is not here`;
  if (!fetch) throw new KenError('usage', unreachable, { hint: `give a folder: --source ${source.id}=FOLDER` });
  progress(`fetching ${source.url}`);
  const work = `${folder}.${process.pid}.part`;
  const git = (...args: string[]): Promise<string> =>
    runTool('git', ['-C', work, '-c', 'core.symlinks=false', '-c', 'core.hooksPath=/dev/null', ...args], {
      // No question for a password, no repository of a local path, and an end to a server that says nothing.
      environment: { GIT_TERMINAL_PROMPT: '0', GIT_ALLOW_PROTOCOL: 'https', GIT_CONFIG_NOSYSTEM: '1' },
      signal: AbortSignal.timeout(300_000),
    });
  try {
    await runTool('git', ['init', '-q', work]);
    await git('fetch', '-q', '--depth', '1', source.url, source.commit);
    await git('checkout', '-q', source.commit);
    await rename(work, folder);
  } catch (cause) {
    throw new KenError('image', unreachable, { cause, hint: `give a folder: --source ${source.id}=FOLDER` });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return folder;
}
