import { access, constants } from 'node:fs/promises';
import { KenError } from '../../errors.ts';
import type { ImageIdentity } from '../image/identity.ts';
import { restoreClone } from './clone.ts';
import { type Accelerator, defaultMachine } from './machine.ts';
import { prepareTemplate } from './template.ts';

const selfTestSeconds = 60;

/**
 * TCG is the default: it gives virtual time and so the same output in every run. KVM is taken only when asked for and
 * only after it has booted a guest within a time limit: /dev/kvm may exist and hang.
 */
export async function chooseAccelerator(
  option: Accelerator | 'auto' | undefined,
  image: ImageIdentity,
): Promise<Accelerator> {
  const wanted = option ?? process.env['KEN_ACCELERATOR'] ?? 'tcg';
  if (wanted === 'tcg') return 'tcg';
  if (wanted !== 'kvm' && wanted !== 'auto') {
    throw new KenError('usage', `${JSON.stringify(wanted)} is not an accelerator`, { hint: 'Use tcg, kvm or auto.' });
  }
  const problem = await kvmSelfTest(image);
  if (problem === undefined) return 'kvm';
  if (wanted === 'auto') return 'tcg';
  throw new KenError('guest', `KVM cannot be used here: ${problem}`, { hint: 'Use the default, --accelerator tcg.' });
}

/** Boots, saves and restores a guest under KVM within a minute. Returns what went wrong, or undefined. */
export async function kvmSelfTest(image: ImageIdentity): Promise<string | undefined> {
  try {
    await access('/dev/kvm', constants.R_OK | constants.W_OK);
  } catch {
    return '/dev/kvm cannot be opened';
  }
  const late = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error(`no answer within ${selfTestSeconds} s`)), selfTestSeconds * 1000).unref();
  });
  try {
    await Promise.race([bootAndRestore(image), late]);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function bootAndRestore(image: ImageIdentity): Promise<void> {
  const template = await prepareTemplate(image, { machine: { ...defaultMachine, accelerator: 'kvm' } });
  const clone = await restoreClone(template);
  const outcome = await clone.run({ files: {}, workload: 'uname -r', deadlines: { total: 10_000 } });
  if (outcome.reply?.workload?.stdout.trim() !== image.kernel) throw new Error('a restored guest did not answer');
}
