import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Content hash of a case: what a model is asked and what decides about its answer. References, alternatives and mutants
 * are left out: they test the oracle and change no result.
 */
export async function caseHash(folder: string): Promise<string> {
  const names = (await readdir(folder))
    .filter((name) => /^(case\.yaml|workload\.[a-z]+|oracle\.ts)$/.test(name))
    .sort();
  const hash = createHash('sha256');
  for (const name of names) {
    const content = await readFile(join(folder, name));
    hash.update(`${name}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}
