import { readFile } from 'node:fs/promises';
import { KenError, quote } from '../../../ken/errors.ts';

/** `CONFIG_*` names with their values: `y`, `m`, a number or a quoted string. A name that is off is missing. */
export type KernelConfiguration = ReadonlyMap<string, string>;

/** Reads a kernel's `.config`. Throws `config` when the file is none. */
export async function readConfiguration(file: string): Promise<KernelConfiguration> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new KenError('config', `the kernel configuration ${quote(file)} cannot be read`, { cause });
  });
  const configuration = new Map<string, string>();
  for (const [, name, value] of text.matchAll(/^(CONFIG_\w+)=(.*)$/gm)) configuration.set(name ?? '', value ?? '');
  if (configuration.size < 100) {
    throw new KenError('config', `${quote(file)} is no kernel configuration: it sets ${configuration.size} options`);
  }
  return configuration;
}
