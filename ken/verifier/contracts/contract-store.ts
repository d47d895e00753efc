import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { KenError, quote } from '../../errors.ts';
import {
  type Contract,
  contractFormat,
  type ContractManifest,
  contractManifestSchema,
  contractSchema,
} from './contract.ts';

/** Names of the files of a set of contracts. */
export const contractFiles = { contracts: 'contracts.jsonl', manifest: 'manifest.json' } as const;

/** A set of contracts that can be asked by name. Entries are decoded when asked for. */
export interface ContractStore {
  readonly folder: string;
  readonly manifest: ContractManifest;
  /** Null when there is none of that name. */
  find(name: string): Contract | null;
  names(): IterableIterator<string>;
}

/** Null when the folder holds no set. Throws `config` when it is damaged, of another format, or changed by hand. */
export async function openContracts(folder: string): Promise<ContractStore | null> {
  const manifest = await readContractManifest(folder);
  if (manifest === null) return null;
  const file = path.join(folder, contractFiles.contracts);
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new KenError('config', `${quote(file)} is missing, but its manifest is there`, { cause, hint: rebuild });
  });
  const hash = createHash('sha256').update(bytes).digest('hex');
  if (hash !== manifest.hashes.contracts) {
    throw new KenError('config', `${quote(file)} is not the file that its manifest describes`, { hint: rebuild });
  }
  return new FileStore(folder, manifest, bytes);
}

/** What a folder says of its set, whose file is not read; null when it holds none. */
export async function readContractManifest(folder: string): Promise<ContractManifest | null> {
  const manifestFile = path.join(folder, contractFiles.manifest);
  const text = await readFile(manifestFile, 'utf8').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  });
  return text === null ? null : readManifest(text, manifestFile);
}

const rebuild = "Build it anew with 'ken contracts build'.";

function readManifest(text: string, file: string): ContractManifest {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new KenError('config', `${quote(file)} is not JSON`, { cause, hint: rebuild });
  }
  const parsed = contractManifestSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new KenError(
    'config',
    `${quote(file)} does not describe contracts of the format ${contractFormat}: ${z.prettifyError(parsed.error)}`,
    {
      hint: rebuild,
    },
  );
}

const newline = 10;

class FileStore implements ContractStore {
  readonly folder: string;
  readonly manifest: ContractManifest;
  readonly #bytes: Buffer;
  readonly #places = new Map<string, readonly [start: number, end: number]>();

  constructor(folder: string, manifest: ContractManifest, bytes: Buffer) {
    this.folder = folder;
    this.manifest = manifest;
    this.#bytes = bytes;
    for (let start = 0; start < bytes.length;) {
      const found = bytes.indexOf(newline, start);
      const end = found < 0 ? bytes.length : found;
      const name = /^\{"name":"([^"\\]+)"/.exec(bytes.toString('latin1', start, Math.min(end, start + 400)))?.[1];
      if (name === undefined) {
        throw new KenError('config', `${quote(folder)}: the line at byte ${start} begins no contract`, {
          hint: rebuild,
        });
      }
      this.#places.set(name, [start, end]);
      start = end + 1;
    }
  }

  find(name: string): Contract | null {
    const place = this.#places.get(name);
    if (!place) return null;
    const parsed = contractSchema.safeParse(JSON.parse(this.#bytes.toString('utf8', place[0], place[1])));
    if (parsed.success) return parsed.data;
    throw new KenError('config', `the contract of ${quote(name)} is invalid: ${z.prettifyError(parsed.error)}`, {
      hint: rebuild,
    });
  }

  names(): IterableIterator<string> {
    return this.#places.keys();
  }
}
