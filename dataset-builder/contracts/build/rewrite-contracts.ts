import type { Contract, ContractManifest } from '../../../ken/verifier/contracts/contract.ts';
import type { ContractStore } from '../../../ken/verifier/contracts/contract-store.ts';
import { ContractWriter } from './write-contracts.ts';

/** Writes a set anew with every entry changed by a function. The old set is replaced when the new one is complete. */
export async function rewriteContracts(
  store: ContractStore,
  change: (contract: Contract) => Contract,
): Promise<ContractManifest> {
  const writer = await ContractWriter.open(store.folder);
  try {
    for (const name of store.names()) {
      const contract = store.find(name);
      if (contract) await writer.write(change(contract));
    }
    const { kernel, source, hashes, counts } = store.manifest;
    return await writer.finish({
      kernel,
      source,
      hashes: { configuration: hashes.configuration, btf: hashes.btf },
      counts,
    });
  } catch (error) {
    await writer.abandon();
    throw error;
  }
}
