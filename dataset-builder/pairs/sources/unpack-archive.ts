import { spawn, type ChildProcess } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, open, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { KenError } from '../../../ken/errors.ts';

export interface UnpackOptions {
  /** Patterns of the members to keep (tar's wildcards: `*` crosses folders). */
  members: readonly string[];
  /** Bytes that may come out of the decompressor; more is an archive bomb. */
  limit: number;
  /** A Debian binary package. */
  debian?: boolean;
  /** An archive inside the package, which is unpacked in its place. */
  inner?: string;
  /** Where the files go; a private temporary folder without it. */
  target?: string;
}

/**
 * Unpacks a tar archive (plain, gzip, xz, zstd) or a Debian package into a folder of its own. Neither owners nor special
 * files are restored, members that name `..` are refused by tar, and links stay unread (`source-tree.ts`). The bytes are
 * counted as they are decompressed: above `limit` it stops, and nothing is left. Throws `KenError('storage')`.
 */
export async function unpackArchive(archive: string, options: UnpackOptions): Promise<string> {
  const { target, limit } = options;
  if (target !== undefined) await mkdir(path.dirname(target), { recursive: true });
  const work =
    target === undefined ? await mkdtemp(path.join(tmpdir(), 'ken-source-')) : `${target}.${process.pid}.part`;
  await mkdir(work, { recursive: true });
  try {
    await unpackInto(work, archive, options);
    if (target === undefined) return work;
    await rename(work, target);
    return target;
  } catch (cause) {
    await rm(work, { recursive: true, force: true });
    if (cause instanceof KenError) throw cause;
    throw new KenError('storage', `${path.basename(archive)} cannot be unpacked: ${(cause as Error).message}`, {
      cause,
      hint: `It must be a tar archive or a Debian package of at most ${Math.round(limit / 1e6)} MB unpacked.`,
    });
  }
}

async function unpackInto(work: string, archive: string, options: UnpackOptions): Promise<void> {
  const steps = [...(options.debian ? [stage('dpkg-deb', ['--fsys-tarfile', archive])] : [])];
  if (options.inner !== undefined) steps.push(stage('tar', ['-xO', '-f', '-', `./${options.inner}`]));
  const compressed = options.inner ?? (options.debian ? '' : await compressionOf(archive));
  const decompressor = decompressorOf(compressed);
  if (decompressor) steps.push(decompressor);
  steps.push(
    stage('tar', [
      ...['-x', '-f', '-', '-C', work, '--no-same-owner', '--no-same-permissions', '--no-overwrite-dir'],
      ...['--warning=no-timestamp', '--wildcards', ...options.members],
    ]),
  );
  await run(steps, options.debian ? undefined : createReadStream(archive), options.limit);
}

interface Stage {
  tool: string;
  args: string[];
}

const stage = (tool: string, args: string[]): Stage => ({ tool, args });

function decompressorOf(name: string): Stage | undefined {
  if (name.endsWith('xz')) return stage('xz', ['-dc', '--memlimit-decompress=512MiB']);
  if (name.endsWith('gz')) return stage('gzip', ['-dc']);
  return name.endsWith('zst') ? stage('zstd', ['-dc', '-M512MB']) : undefined;
}

async function compressionOf(archive: string): Promise<string> {
  const handle = await open(archive, 'r');
  try {
    const { buffer } = await handle.read(Buffer.alloc(6), 0, 6, 0);
    const hex = buffer.toString('hex');
    if (hex.startsWith('1f8b')) return 'gz';
    if (hex.startsWith('fd377a585a00')) return 'xz';
    return hex.startsWith('28b52ffd') ? 'zst' : '';
  } finally {
    await handle.close();
  }
}

/** Runs the stages as a pipe; what the last one reads is counted. */
async function run(stages: readonly Stage[], input: Readable | undefined, limit: number): Promise<void> {
  const children = stages.map(({ tool, args }, index) => {
    const child = spawn(tool, args, {
      stdio: [index === 0 && !input ? 'ignore' : 'pipe', 'pipe', 'pipe'],
      env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C' },
    });
    return { tool, child, ended: endOf(tool, child) };
  });
  const last = children.length - 1;
  const flows = children.map(({ child }, index) => {
    const source = index === 0 ? input : children[index - 1]?.child.stdout;
    if (!source || !child.stdin) return undefined;
    return index === last ? pipeline(source, counting(limit), child.stdin) : pipeline(source, child.stdin);
  });
  try {
    const results = await Promise.allSettled([...flows, ...children.map(({ ended }) => ended)]);
    const failures = results.filter((result) => result.status === 'rejected').map(({ reason }) => reason as Error);
    const bomb = failures.find((failure) => failure instanceof KenError);
    if (bomb) throw bomb;
    // tar stops reading at the archive's end, before its padding: only its own status says whether all went well.
    if (results.at(-1)?.status === 'fulfilled') return;
    throw failures.find(isOwnReason) ?? failures[0] ?? new Error('no reason was given');
  } finally {
    for (const { child } of children) child.kill('SIGKILL');
  }
}

/** A broken pipe only says that the stage behind it ended. */
const isOwnReason = (error: Error): boolean =>
  !['EPIPE', 'ERR_STREAM_PREMATURE_CLOSE'].includes((error as NodeJS.ErrnoException).code ?? '');

function counting(limit: number): Transform {
  let bytes = 0;
  return new Transform({
    transform(chunk: Buffer, _, done) {
      bytes += chunk.length;
      if (bytes <= limit) done(null, chunk);
      else {
        done(
          new KenError('storage', `the archive unpacks to more than ${limit} bytes`, {
            hint: 'It is refused as a whole. Raise unpackedLimit in corpora/sources.yaml if the source is really that large.',
          }),
        );
      }
    },
  });
}

function endOf(tool: string, child: ChildProcess): Promise<void> {
  let messages = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (messages = `${messages}${text}`.slice(0, 4000)));
  return new Promise((resolve, reject) => {
    child.on('error', (error) => {
      reject(new KenError('missing-tool', `${tool} cannot be started: ${error.message}`));
    });
    child.on('close', (status) => {
      if (status === 0) resolve();
      else reject(new Error(`${tool} ended with ${String(status)}: ${messages.trim().split('\n')[0] ?? ''}`));
    });
  });
}
