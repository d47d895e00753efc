import { contractFolder } from '../../ken/comprehension/contract-folder.ts';
import { KenError } from '../../ken/errors.ts';
import type { Configuration } from '../../ken/pipeline/configuration.ts';
import {
  type ContractStore,
  openContracts,
  readContractManifest,
} from '../../ken/verifier/contracts/contract-store.ts';

/** A set of contracts, as keys and manifests name it. */
export interface ContractsEntry {
  /** `uname -r` of the kernel that it describes. */
  kernel: string;
  version: string;
  /** SHA-256 of the contract file. */
  hash: string;
}

/** Whether what a configuration asks or proves rests on contracts. A substitute of the verifier looks at none. */
export function usesContracts({ comprehension, verifier }: Configuration): boolean {
  return comprehension !== 'off' && verifier === undefined;
}

/** The contracts that are built for a kernel; null when there are none. */
export async function builtContracts(kernel: string): Promise<ContractsEntry | null> {
  const manifest = await readContractManifest(contractFolder(kernel));
  return manifest && { kernel, version: manifest.version, hash: manifest.hashes.contracts };
}

/** The contracts of a kernel, opened; built from its source when they are not there yet (minutes). */
export async function makeContracts(kernel: string, progress: (text: string) => void): Promise<ContractStore> {
  const known = await openContracts(contractFolder(kernel));
  if (known) return known;
  progress(`building the contracts of ${kernel} once, from its source`);
  const { buildSet } = await import('../cli/contracts/run-build.ts');
  const { folder } = await buildSet({ progress });
  const built = await openContracts(folder);
  if (built) return built;
  throw new KenError('internal', `the contracts of ${kernel} were built and cannot be read`);
}

/** Throws `KenError('config')` when the contracts that were opened are not those that the cells' keys name. */
export function refuseOtherContracts(planned: ContractsEntry | null, opened: ContractStore): void {
  const { contracts: hash } = opened.manifest.hashes;
  if (planned === null || planned.hash === hash) return;
  throw new KenError('config', `the contracts changed after the run was planned: ${planned.hash} became ${hash}`, {
    hint: 'start the run again; it then gets new cells',
  });
}
