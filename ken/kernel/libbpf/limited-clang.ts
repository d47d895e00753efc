import { spawn } from 'node:child_process';
import { KenError } from '../../errors.ts';
import { missingTool } from '../image/tool.ts';

export interface ClangRun {
  exit: number | null;
  signal: NodeJS.Signals | null;
  /** It used up its CPU time: the text's doing, not the machine's. */
  timedOut: boolean;
  /** Standard output and error together, cut to 64 KiB. */
  messages: string;
}

/** Far above the limit of CPU time: reached only when the machine gives clang almost nothing. */
const wallLimitMilliseconds = 600_000;
/** CPU seconds; KiB of address space; 512-byte blocks of one file. */
const limits = 'ulimit -t 30; ulimit -v 4000000; ulimit -f 131072; ulimit -c 0';
const longestMessages = 64 * 1024;

/**
 * Runs the host's clang in `folder` with limits, in its own process group, with an environment of its own: variables
 * such as CPATH would let it read other folders. Throws `missing-tool` when clang is not installed, and `guest` when
 * the machine was too busy to let it finish: that says nothing of the text.
 */
export async function limitedClang(folder: string, args: readonly string[]): Promise<ClangRun> {
  const child = spawn('/bin/sh', ['-c', `${limits}; exec clang "$@"`, 'clang', ...args], {
    cwd: folder,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C', TMPDIR: folder, HOME: folder },
  });
  const parts: Buffer[] = [];
  let length = 0;
  const collect = (part: Buffer): void => {
    if (length < longestMessages) parts.push(part.subarray(0, longestMessages - length));
    length += part.length;
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const clock = { overdue: false };
  const timer = setTimeout(() => {
    clock.overdue = true;
    killGroup(child.pid);
  }, wallLimitMilliseconds);
  try {
    const { exit, signal } = await new Promise<Pick<ClangRun, 'exit' | 'signal'>>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code, by) => {
        resolve({ exit: code, signal: by });
      });
    });
    if (exit === 127) throw missingTool('clang');
    if (clock.overdue) {
      throw new KenError('guest', `clang did not finish within ${wallLimitMilliseconds / 1000} s`, {
        hint: 'Is the machine overloaded? Try again.',
      });
    }
    const timedOut = signal === 'SIGXCPU' || (signal === 'SIGKILL' && exit === null);
    return { exit, signal, timedOut, messages: Buffer.concat(parts).toString('utf8') };
  } finally {
    clearTimeout(timer);
  }
}

let version: Promise<string> | undefined;

/** Version of the host's clang, `14.0.6` for example. */
export function clangVersion(folder: string): Promise<string> {
  version ??= limitedClang(folder, ['--version']).then(
    ({ messages }) => /version (\S+)/.exec(messages)?.[1] ?? 'unknown',
  );
  // A failure is told to who asked, and asked again next time.
  version.catch(() => (version = undefined));
  return version;
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
