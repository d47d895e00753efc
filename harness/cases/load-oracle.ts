import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { KenError } from '../../ken/errors.ts';
import type { Oracle } from '../judge/oracle.ts';

/** The default export of a case's `oracle.ts`: our own code, so it is imported as it is. */
export async function loadOracle(folder: string): Promise<Oracle> {
  const file = path.join(folder, 'oracle.ts');
  const module = (await import(pathToFileURL(file).href)) as { default?: unknown };
  if (typeof module.default !== 'function') {
    throw new KenError('config', `${file} has no default export that is a function`, {
      hint: 'End it with `export default oracle;`.',
    });
  }
  return module.default as Oracle;
}
