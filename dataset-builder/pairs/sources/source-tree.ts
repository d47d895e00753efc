import { constants } from 'node:fs';
import { open, readdir, realpath } from 'node:fs/promises';
import path from 'node:path';
import { matchesPattern } from './match-pattern.ts';

/** The largest program of the measured sources has 90 KB; generated headers are larger and are not read. */
export const fileLimit = 512 * 1024;
/** Longer lines are data, and cost patterns the square of their length. */
export const lineLimit = 20_000;
const entryLimit = 200_000;

/** Why a file of a source is not read. */
export interface Refusal {
  file: string;
  reason: string;
}

/**
 * A folder of third-party text, read with distrust: nothing outside the folder, no symbolic links, no devices, no file
 * above 512 KiB and no line above 20,000 characters, only valid UTF-8 without NUL.
 */
export interface SourceTree {
  /** Absolute path, for messages only: it never gets into a dataset. */
  readonly folder: string;
  /** Files that match one of the patterns, sorted; paths below the root with `/`. */
  list(patterns: readonly string[]): Promise<{ files: string[]; refused: Refusal[] }>;
  /** The text, or why it is refused; `missing` when there is no such file. */
  read(file: string): Promise<{ text: string } | { refused: Refusal } | { missing: true }>;
}

export async function openSourceTree(folder: string): Promise<SourceTree> {
  const root = await realpath(folder);
  let listed: Promise<Listing> | undefined;
  return {
    folder: root,
    async list(patterns) {
      listed ??= listFiles(root);
      const { files, links, unreadable, truncated } = await listed;
      const wanted = (file: string): boolean => patterns.some((pattern) => matchesPattern(file, pattern));
      const refused = links
        .filter(wanted)
        .map((file) => ({ file, reason: 'it is a symbolic link or no regular file; links are not followed' }));
      refused.push(...unreadable);
      if (truncated)
        refused.push({ file: '.', reason: `it holds more than ${entryLimit} entries; the rest is not read` });
      return { files: files.filter(wanted), refused };
    },
    read: (file) => readWithin(root, file),
  };
}

async function readWithin(root: string, file: string): ReturnType<SourceTree['read']> {
  const refuse = (reason: string): { refused: Refusal } => ({ refused: { file, reason } });
  if (path.isAbsolute(file) || file.split(/[\\/]/).includes('..')) return refuse('its path leaves the source');
  const absolute = path.join(root, file);
  // A link anywhere on the way shows as another real path.
  const real = await realpath(absolute).catch(() => undefined);
  if (real === undefined) return { missing: true };
  if (real !== absolute) return refuse('a symbolic link is on its path; links are not followed');
  const handle = await open(absolute, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(
    (error: unknown) => error as NodeJS.ErrnoException,
  );
  if (handle instanceof Error) return refuse(`it cannot be opened: ${handle.code ?? handle.message}`);
  try {
    const info = await handle.stat();
    if (!info.isFile()) return refuse('it is no regular file');
    if (info.size > fileLimit) return refuse(`it has ${info.size} bytes, more than ${fileLimit}`);
    const buffer = Buffer.alloc(fileLimit + 1);
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0);
    return decode(buffer.subarray(0, bytesRead), refuse);
  } finally {
    await handle.close();
  }
}

function decode(
  bytes: Uint8Array,
  refuse: (reason: string) => { refused: Refusal },
): { text: string } | { refused: Refusal } {
  if (bytes.length > fileLimit) return refuse(`it has more than ${fileLimit} bytes`);
  if (bytes.includes(0)) return refuse('it is binary: it holds a NUL byte');
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes).replaceAll('\r\n', '\n');
  } catch {
    return refuse('it is not valid UTF-8');
  }
  const longest = text.split('\n').reduce((most, line) => Math.max(most, line.length), 0);
  return longest > lineLimit ? refuse(`it has a line of ${longest} characters, more than ${lineLimit}`) : { text };
}

interface Listing {
  files: string[];
  links: string[];
  /** Folders. */
  unreadable: Refusal[];
  truncated: boolean;
}

async function listFiles(root: string): Promise<Listing> {
  const listing: Listing = { files: [], links: [], unreadable: [], truncated: false };
  const folders = [''];
  let entries = 0;
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const found = await readdir(path.join(root, folder), { withFileTypes: true }).catch(
      (error: unknown) => error as NodeJS.ErrnoException,
    );
    if (found instanceof Error) {
      listing.unreadable.push({ file: folder, reason: `the folder cannot be read: ${found.code ?? found.message}` });
      continue;
    }
    for (const entry of found) {
      entries += 1;
      if (entries > entryLimit) return { ...sorted(listing), truncated: true };
      const file = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        if (entry.name !== '.git') folders.push(file);
      } else if (entry.isFile()) listing.files.push(file);
      else listing.links.push(file);
    }
  }
  return sorted(listing);
}

function sorted({ files, links, ...rest }: Listing): Listing {
  return { files: files.sort(), links: links.sort(), ...rest };
}
