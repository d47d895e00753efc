import { buildContracts } from '../../../dataset-builder/contracts/build/build-contracts.ts';
import { type KernelChoice, openKernelInput } from '../../../dataset-builder/contracts/build/open-kernel-input.ts';
import { ContractWriter, manifestParts } from '../../../dataset-builder/contracts/build/write-contracts.ts';
import { openSolver } from '../../../ken/verifier/solver/open-solver.ts';
import { contractFolder } from '../../../ken/comprehension/contract-folder.ts';
import type { ContractManifest } from '../../../ken/verifier/contracts/contract.ts';
import { statisticsText } from './statistics-text.ts';

export interface RunBuildOptions extends KernelChoice {
  output?: string;
  json?: boolean;
}

/** `ken contracts build`. */
export async function runBuild(options: RunBuildOptions): Promise<void> {
  let last = '';
  const progress = (message: string): void => {
    if (message !== last) console.error(`contracts: ${message}`);
    last = message;
  };
  const { folder, manifest } = await buildSet({ ...options, progress });
  console.log(options.json ? JSON.stringify(manifest) : `${statisticsText(manifest)}\nwritten to ${folder}`);
}

/** Builds a set of contracts; a set that is there already is replaced when the new one is complete. */
export async function buildSet(
  options: KernelChoice & { output?: string; progress: (message: string) => void },
): Promise<{ folder: string; manifest: ContractManifest }> {
  const { progress } = options;
  const input = await openKernelInput(options);
  const folder = options.output ?? contractFolder(input.kernel);
  const writer = await ContractWriter.open(folder);
  const solver = await openSolver();
  try {
    const counts = await buildContracts({ input, solver, progress, write: (contract) => writer.write(contract) });
    return { folder, manifest: await writer.finish(manifestParts(input, counts)) };
  } catch (error) {
    await writer.abandon();
    throw error;
  } finally {
    await solver.close();
  }
}
