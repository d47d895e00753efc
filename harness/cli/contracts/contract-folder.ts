import { KenError, quote } from '../../../ken/errors.ts';
import { cacheFolder } from '../../../ken/kernel/image/cache-folder.ts';
import { readIdentity } from '../../../ken/kernel/image/identity.ts';
import { readLock } from '../../../ken/kernel/image/package-lock.ts';
import { imageHash } from '../../../ken/kernel/image/recipe.ts';
import { contractFolder } from '../../../ken/comprehension/contract-folder.ts';
import { type ContractStore, openContracts } from '../../../ken/verifier/contracts/contract-store.ts';

/** The set that an option names, else the guest kernel's. Throws `config` when it was not built. */
export async function openChosenContracts(option: string | undefined): Promise<ContractStore> {
  const folder = option ?? contractFolder(await guestRelease());
  const store = await openContracts(folder);
  if (store) return store;
  throw new KenError('config', `there are no contracts in ${quote(folder)}`, {
    hint: "Build them with 'ken contracts build': it takes a few minutes and downloads the kernel's source.",
  });
}

/** `uname -r` of the guest, without starting it. */
async function guestRelease(): Promise<string> {
  const { lock, text } = await readLock();
  const identity = await readIdentity(cacheFolder('images', imageHash(text)));
  const locked = lock.packages.find(({ use }) => use.includes('kernel'))?.name.replace('linux-image-', '');
  return identity?.kernel ?? locked ?? 'unknown';
}
