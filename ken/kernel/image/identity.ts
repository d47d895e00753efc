import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { KenError } from '../../errors.ts';

export const identitySchema = z.strictObject({
  /** Hash of lock, recipe and our own sources. */
  hash: z.string(),
  /** `uname -r` of the guest. */
  kernel: z.string(),
  /** Debian version of the bpftrace package. */
  bpftrace: z.string(),
  packages: z.number().int(),
});

/** An image in the cache. */
export type ImageIdentity = z.infer<typeof identitySchema> & { folder: string };

/** Reads the identity of an image; undefined when there is none in the folder. */
export async function readIdentity(folder: string): Promise<ImageIdentity | undefined> {
  const file = path.join(folder, 'identity.json');
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const parsed = identitySchema.safeParse(JSON.parse(text));
  if (!parsed.success) {
    throw new KenError('image', `${file} is damaged`, { hint: `Remove ${folder}; the next start builds it anew.` });
  }
  return { ...parsed.data, folder };
}
