import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { KenError, quote } from '../../errors.ts';
import type { LlamaCppEntry } from '../model-entry.ts';

export interface ModelFile {
  /** Of a split model the first part. */
  path: string;
  /** SHA-256 of the content; of a split model of all parts, one after the other. */
  sha256: string;
  bytes: number;
}

/**
 * Finds the GGUF file of an entry and hashes it. A hash is kept in `hashes/` of the folder of models as long as name,
 * size and time of change stay, since reading 20 GB takes a minute. A file that is missing, or is not the one whose hash
 * the entry names, throws `KenError('config')`.
 */
export async function openModelFile(entry: LlamaCppEntry, modelsFolder: string): Promise<ModelFile> {
  const file = modelFilePath(entry, modelsFolder);
  const parts: Part[] = [];
  for (const part of partsOf(file)) parts.push(await describePart(part, entry));
  const bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
  const sha256 = await rememberedHash(parts, path.join(modelsFolder, 'hashes'));
  if (entry.sha256 !== undefined && entry.sha256 !== sha256) {
    throw new KenError('config', `${file} has the SHA-256 ${sha256}, and models.yaml wants ${entry.sha256}`, {
      hint: `Delete the file and fetch it again (ken models pull ${entry.name}), or correct models.yaml.`,
    });
  }
  return { path: file, sha256, bytes };
}

/** Where the file of an entry lies, whether it is there or not. */
export function modelFilePath({ file }: Pick<LlamaCppEntry, 'file'>, modelsFolder: string): string {
  return path.resolve(modelsFolder, file);
}

interface Part {
  path: string;
  bytes: number;
  changed: string;
}

/** llama.cpp names the parts of a split model `NAME-00001-of-00003.gguf`. */
function partsOf(file: string): string[] {
  const match = /^(.*-)00001(-of-(\d{5})\.gguf)$/.exec(file);
  if (!match) return [file];
  const count = Number(match[3]);
  return Array.from(
    { length: count },
    (_, index) => `${match[1] ?? ''}${String(index + 1).padStart(5, '0')}${match[2] ?? ''}`,
  );
}

async function describePart(file: string, entry: LlamaCppEntry): Promise<Part> {
  try {
    const { size, mtimeNs } = await stat(file, { bigint: true });
    return { path: file, bytes: Number(size), changed: String(mtimeNs) };
  } catch (error) {
    throw new KenError('config', `The file of model ${quote(entry.name)} is not there: ${file}`, {
      hint:
        entry.source === undefined
          ? 'Put the GGUF file there, or correct models.yaml.'
          : `Fetch it with: ken models pull ${entry.name}`,
      cause: error,
    });
  }
}

const rememberedSchema = z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/) });

async function rememberedHash(parts: readonly Part[], folder: string): Promise<string> {
  const name = createHash('sha256').update(JSON.stringify(parts)).digest('hex');
  const note = path.join(folder, `${name}.json`);
  const known = await readFile(note, 'utf8').then(
    (text) => rememberedSchema.safeParse(JSON.parse(text)).data,
    () => undefined,
  );
  if (known) return known.sha256;
  const hash = createHash('sha256');
  for (const part of parts) {
    for await (const chunk of createReadStream(part.path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
      hash.update(chunk);
    }
  }
  const sha256 = hash.digest('hex');
  await mkdir(folder, { recursive: true });
  const temporary = `${note}.${process.pid}.tmp`;
  await writeFile(temporary, JSON.stringify({ sha256, parts }));
  await rename(temporary, note);
  return sha256;
}
