import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Contract, contractFormat, type ContractManifest } from '../../../ken/verifier/contracts/contract.ts';
import { contractFiles } from '../../../ken/verifier/contracts/contract-store.ts';
import type { BuildCounts } from './build-counts.ts';
import type { KernelInput } from './kernel-input.ts';

/** Raised whenever the rules change what is derived from one source. */
export const datasetVersion = '1';

/** Writes a set of contracts: under another name first, so that a set is complete or not there. */
export class ContractWriter {
  readonly #folder: string;
  readonly #work: string;
  readonly #stream: ReturnType<typeof createWriteStream>;
  readonly #hash = createHash('sha256');

  private constructor(folder: string, work: string) {
    this.#folder = folder;
    this.#work = work;
    this.#stream = createWriteStream(path.join(work, contractFiles.contracts));
  }

  static async open(folder: string): Promise<ContractWriter> {
    const work = `${folder}.${process.pid}.part`;
    await rm(work, { recursive: true, force: true });
    await mkdir(work, { recursive: true });
    return new ContractWriter(folder, work);
  }

  async write(contract: Contract): Promise<void> {
    const line = `${JSON.stringify(contract)}\n`;
    this.#hash.update(line);
    if (!this.#stream.write(line)) await once(this.#stream, 'drain');
  }

  async finish(
    manifest: Omit<ContractManifest, 'format' | 'version' | 'hashes'> & {
      hashes: Omit<ContractManifest['hashes'], 'contracts'>;
    },
  ): Promise<ContractManifest> {
    this.#stream.end();
    await once(this.#stream, 'close');
    const complete: ContractManifest = {
      format: contractFormat,
      version: datasetVersion,
      ...manifest,
      hashes: { ...manifest.hashes, contracts: this.#hash.digest('hex') },
    };
    await writeFile(path.join(this.#work, contractFiles.manifest), `${JSON.stringify(complete, null, 2)}\n`);
    await rm(this.#folder, { recursive: true, force: true });
    await rename(this.#work, this.#folder);
    return complete;
  }

  async abandon(): Promise<void> {
    this.#stream.destroy();
    await rm(this.#work, { recursive: true, force: true });
  }
}

export function manifestParts(
  { kernel, source, hashes }: KernelInput,
  counts: BuildCounts,
): Parameters<ContractWriter['finish']>[0] {
  return { kernel, source, hashes, counts };
}
