import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { KenError } from '../../errors.ts';

const packageSchema = z.strictObject({
  name: z.string(),
  version: z.string(),
  /** Path below the mirror's base address. */
  path: z.string().regex(/^pool\/[^\s]+\.deb$/),
  bytes: z.number().int().positive(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Where its files go. */
  use: z.array(z.enum(['guest', 'kernel', 'headers', 'sysroot'])).min(1),
});

const lockSchema = z.strictObject({
  suite: z.string(),
  packages: z.array(packageSchema).min(1),
});

export type LockedPackage = z.infer<typeof packageSchema>;
export type PackageLock = z.infer<typeof lockSchema>;

export const lockFile = path.join(import.meta.dirname, 'packages.lock.json');

/** The locked packages: exact versions with their hashes. Throws `config` when the file was damaged. */
export async function readLock(file = lockFile): Promise<{ lock: PackageLock; text: string }> {
  const text = await readFile(file, 'utf8');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new KenError('config', `${file} is not JSON`, { cause, hint: "Write it anew with 'ken image lock'." });
  }
  const parsed = lockSchema.safeParse(value);
  if (!parsed.success) {
    throw new KenError('config', `${file}: ${z.prettifyError(parsed.error)}`, {
      hint: "Write it anew with 'ken image lock'.",
    });
  }
  return { lock: parsed.data, text };
}
